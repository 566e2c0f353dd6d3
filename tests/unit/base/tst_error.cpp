#include <set>

#include <QTest>

#include "server/base/error.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_Error : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableOfTheWire_data();
    void tableOfTheWire();
    void namesAreDistinct();
};

namespace {

// Code, name, status and retryable as README.md of server/protocol, section 3, has them. A row that
// changes here breaks clients.
struct Row {
    ErrorCode code;
    int number;
    const char *name;
    int status;
    bool retryable;
};
constexpr Row kRows[] = {
    {ErrorCode::InvalidArgument, 100, "invalid_argument", 400, false},
    {ErrorCode::Unauthenticated, 101, "unauthenticated", 401, false},
    {ErrorCode::PermissionDenied, 102, "permission_denied", 403, false},
    {ErrorCode::NotFound, 103, "not_found", 404, false},
    {ErrorCode::PayloadTooLarge, 104, "payload_too_large", 413, false},
    {ErrorCode::AlreadyExists, 105, "already_exists", 409, false},
    {ErrorCode::LimitExceeded, 106, "limit_exceeded", 409, false},
    {ErrorCode::MethodNotAllowed, 107, "method_not_allowed", 405, false},
    {ErrorCode::UnsupportedMediaType, 108, "unsupported_media_type", 415, false},
    {ErrorCode::OriginRefused, 109, "origin_refused", 403, false},
    {ErrorCode::HostRefused, 110, "host_refused", 421, false},
    {ErrorCode::HeadersTooLarge, 111, "headers_too_large", 431, false},
    {ErrorCode::TargetTooLong, 112, "target_too_long", 414, false},
    {ErrorCode::UpgradeRequired, 113, "upgrade_required", 426, false},
    {ErrorCode::FailedPrecondition, 114, "failed_precondition", 409, false},
    {ErrorCode::NotImplemented, 115, "not_implemented", 501, false},
    {ErrorCode::RateLimited, 200, "rate_limited", 429, true},
    {ErrorCode::Unavailable, 201, "unavailable", 503, true},
    {ErrorCode::Timeout, 202, "timeout", 408, true},
    {ErrorCode::Busy, 203, "busy", 503, true},
    {ErrorCode::Internal, 300, "internal", 500, false},
    {ErrorCode::StorageFailed, 301, "storage_failed", 500, false},
};

} // namespace

void tst_Error::tableOfTheWire_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < int(std::size(kRows)); ++i)
        QTest::newRow(kRows[i].name) << i;
}

void tst_Error::tableOfTheWire()
{
    QFETCH(int, index);
    const Row &row = kRows[index];
    QCOMPARE(int(row.code), row.number);
    QCOMPARE(bytes(wireName(row.code)), QByteArray(row.name));
    QCOMPARE(httpStatus(row.code), row.status);
    const Error error{row.code, "x"};
    QCOMPARE(error.retryable(), row.retryable);
}

void tst_Error::namesAreDistinct()
{
    std::set<std::string_view> names;
    for (const Row &row : kRows)
        QVERIFY(names.insert(wireName(row.code)).second);
}

QTEST_APPLESS_MAIN(tst_Error)
#include "tst_error.moc"
