#include "server/client/wire_error.h"

#include <algorithm>

namespace parley::client {
namespace {

constexpr ErrorCode kKnown[] = {ErrorCode::InvalidArgument,
                                ErrorCode::Unauthenticated,
                                ErrorCode::PermissionDenied,
                                ErrorCode::NotFound,
                                ErrorCode::PayloadTooLarge,
                                ErrorCode::AlreadyExists,
                                ErrorCode::LimitExceeded,
                                ErrorCode::MethodNotAllowed,
                                ErrorCode::UnsupportedMediaType,
                                ErrorCode::OriginRefused,
                                ErrorCode::HostRefused,
                                ErrorCode::HeadersTooLarge,
                                ErrorCode::TargetTooLong,
                                ErrorCode::UpgradeRequired,
                                ErrorCode::FailedPrecondition,
                                ErrorCode::NotImplemented,
                                ErrorCode::RateLimited,
                                ErrorCode::Unavailable,
                                ErrorCode::Timeout,
                                ErrorCode::Busy,
                                ErrorCode::SlowReader,
                                ErrorCode::Internal,
                                ErrorCode::StorageFailed};

ErrorCode codeFrom(int number)
{
    const auto *known
        = std::find_if(std::begin(kKnown), std::end(kKnown),
                       [number](ErrorCode code) { return static_cast<int>(code) == number; });
    if (known != std::end(kKnown))
        return *known;
    if (number >= 100 && number < 200)
        return ErrorCode::InvalidArgument;
    return number >= 200 && number < 300 ? ErrorCode::Unavailable : ErrorCode::Internal;
}

} // namespace

Error wireErrorFrom(const QJsonObject &error)
{
    auto message = error.value(QLatin1String("message")).toString();
    if (message.isEmpty())
        message = QStringLiteral("the broker gave no reason");
    return Error{codeFrom(error.value(QLatin1String("code")).toInt()), message.toStdString()};
}

QString sentence(const Error &error)
{
    auto text = QString::fromStdString(error.message).trimmed();
    if (text.isEmpty())
        return {};
    text[0] = text.at(0).toUpper();
    if (!text.endsWith(QLatin1Char('.')) && !text.endsWith(QLatin1Char('?')))
        text.append(QLatin1Char('.'));
    return text;
}

} // namespace parley::client
