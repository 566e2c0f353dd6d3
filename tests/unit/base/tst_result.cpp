#include <memory>
#include <string>

#include <QTest>

#include "server/base/result.h"

using namespace parley;

class tst_Result : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsAValue();
    void holdsAnError();
    void movesOut();
    void ofNothing();
};

void tst_Result::holdsAValue()
{
    const Result<std::string> result(std::string("abc"));
    QVERIFY(bool(result));
    QVERIFY(*result == "abc");
    QCOMPARE(result->size(), std::size_t(3));
}

void tst_Result::holdsAnError()
{
    const Result<std::string> result(Error{ErrorCode::Busy, "later"});
    QVERIFY(!bool(result));
    QCOMPARE(result.error().code, ErrorCode::Busy);
    QVERIFY(result.error().message == "later");
    QVERIFY(result.operator->() == nullptr);
}

void tst_Result::movesOut()
{
    Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
    const std::unique_ptr<int> taken = *std::move(result);
    QCOMPARE(*taken, 5);
}

void tst_Result::ofNothing()
{
    const Result<void> done;
    QVERIFY(bool(done));
    const Result<void> failed(Error{ErrorCode::Internal, "x"});
    QVERIFY(!bool(failed));
    QCOMPARE(failed.error().code, ErrorCode::Internal);
}

QTEST_APPLESS_MAIN(tst_Result)
#include "tst_result.moc"
