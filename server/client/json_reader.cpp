#include "server/client/json_reader.h"

#include <cmath>

#include <QJsonDocument>
#include <QTimeZone>

namespace parley::client {
namespace {

constexpr double kNumberLimit = 9007199254740992.0; // 2^53: beyond it a double skips whole numbers

std::optional<std::uint64_t> wholeNumber(const QJsonValue &value)
{
    const double number = value.toDouble(-1.0);
    if (!value.isDouble() || number < 0.0 || number >= kNumberLimit || std::floor(number) != number)
        return std::nullopt;
    return static_cast<std::uint64_t>(number);
}

QDateTime fromMilliseconds(std::uint64_t milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(milliseconds), Qt::UTC);
}

} // namespace

void JsonReader::fail(const char *name, const char *expected)
{
    if (m_problem.isEmpty())
        m_problem = QStringLiteral("the broker sent a %1 whose member \"%2\" is not %3")
                        .arg(QLatin1String(m_what), QLatin1String(name), QLatin1String(expected));
}

Error JsonReader::error() const
{
    return Error{ErrorCode::Internal, m_problem.toStdString()};
}

QString JsonReader::text(const char *name)
{
    const auto value = m_object.value(QLatin1String(name));
    if (!value.isString())
        fail(name, "text");
    return value.toString();
}

QString JsonReader::textOr(const char *name, const QString &fallback) const
{
    return m_object.value(QLatin1String(name)).toString(fallback);
}

std::uint64_t JsonReader::number(const char *name)
{
    const auto number = wholeNumber(m_object.value(QLatin1String(name)));
    if (!number)
        fail(name, "a whole number");
    return number.value_or(0);
}

std::uint64_t JsonReader::numberOr(const char *name, std::uint64_t fallback) const
{
    return wholeNumber(m_object.value(QLatin1String(name))).value_or(fallback);
}

bool JsonReader::flagOr(const char *name, bool fallback) const
{
    return m_object.value(QLatin1String(name)).toBool(fallback);
}

QDateTime JsonReader::time(const char *name)
{
    return fromMilliseconds(number(name));
}

QDateTime JsonReader::timeOrNull(const char *name) const
{
    const auto number = wholeNumber(m_object.value(QLatin1String(name)));
    return number ? fromMilliseconds(*number) : QDateTime();
}

QStringList JsonReader::texts(const char *name) const
{
    QStringList list;
    const auto array = m_object.value(QLatin1String(name)).toArray();
    for (const auto &value : array)
        list.append(value.toString());
    return list;
}

QList<QJsonObject> JsonReader::objects(const char *name)
{
    const auto value = m_object.value(QLatin1String(name));
    if (!value.isArray())
        fail(name, "a list");
    QList<QJsonObject> list;
    const auto array = value.toArray();
    for (const auto &element : array) {
        if (!element.isObject())
            fail(name, "a list of objects");
        list.append(element.toObject());
    }
    return list;
}

QJsonObject JsonReader::object(const char *name)
{
    const auto value = m_object.value(QLatin1String(name));
    if (!value.isObject())
        fail(name, "an object");
    return value.toObject();
}

TopicAddress JsonReader::topicAddress()
{
    return {text("namespace"), text("topic")};
}

Position JsonReader::position()
{
    return {number("page"), number("sequence")};
}

Result<QJsonObject> jsonObjectFrom(const QByteArray &bytes)
{
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson(bytes, &problem);
    if (!document.isObject())
        return Error{ErrorCode::Internal, "the broker sent something that is not a JSON object"};
    return document.object();
}

} // namespace parley::client
