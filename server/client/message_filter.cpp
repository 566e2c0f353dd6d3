#include "server/client/message_filter.h"

#include <QJsonDocument>

#include "server/protocol/event_pattern.h"

namespace parley::client {

Result<QJsonObject> messageFilterFrom(const QString &text)
{
    QJsonParseError problem;
    const auto bytes = text.toUtf8();
    const auto document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return Error{ErrorCode::InvalidArgument,
                     "this is not JSON: " + problem.errorString().toStdString() + ", at character "
                         + std::to_string(QString::fromUtf8(bytes.left(problem.offset)).size())};
    if (!document.isObject())
        return Error{ErrorCode::InvalidArgument,
                     "a pattern is a JSON object such as {\"kind\": [\"order\"]}"};
    const auto pattern = EventPattern::parse(bytes.toStdString());
    if (!pattern)
        return pattern.error();
    return document.object();
}

std::optional<bool> filterLetsThrough(const QJsonObject &filter, const QByteArray &payload)
{
    const auto pattern
        = EventPattern::parse(QJsonDocument(filter).toJson(QJsonDocument::Compact).toStdString());
    if (!pattern)
        return std::nullopt;
    const auto value
        = parseJson(std::string_view(payload.constData(), std::size_t(payload.size())));
    return value && pattern->match(*value);
}

} // namespace parley::client
