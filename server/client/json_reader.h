#pragma once

#include <cstdint>

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "server/base/result.h"
#include "server/client/topic_address.h"
#include "server/types/position.h"

namespace parley::client {

// Reads the members of one JSON object and remembers the first that is missing or of the wrong
// kind, so that a decoder asks for all members and looks at error() once. Thread: any.
// A broker newer than this client may add members: what is not asked for is ignored.
class JsonReader
{
public:
    //! \param what names the object in error texts, such as "topic".
    JsonReader(QJsonObject object, const char *what) : m_object(std::move(object)), m_what(what) {}

    QString text(const char *name); // must be there
    QString textOr(const char *name, const QString &fallback = {}) const;
    std::uint64_t number(const char *name); // whole, 0 to 2^53 - 1
    std::uint64_t numberOr(const char *name, std::uint64_t fallback) const;
    bool flagOr(const char *name, bool fallback) const;
    QDateTime time(const char *name); // milliseconds on the wire, UTC here
    QDateTime timeOrNull(const char *name) const; // invalid when null or absent
    QStringList texts(const char *name) const;
    QList<QJsonObject> objects(const char *name); // the member must be an array
    QJsonObject object(const char *name); // must be there
    TopicAddress topicAddress(); // members namespace and topic
    Position position(); // members page and sequence

    const QJsonObject &json() const { return m_object; }
    bool failed() const { return !m_problem.isEmpty(); }
    Error error() const; // only after failed()

private:
    void fail(const char *name, const char *expected);

    QJsonObject m_object;
    const char *m_what; // a literal
    QString m_problem{};
};

//! One JSON object, or an Error that does not repeat what was sent.
Result<QJsonObject> jsonObjectFrom(const QByteArray &bytes);

//! The member \p name of \p bytes, an array, each element through \p decode.
template <typename T>
Result<QList<T>> listFrom(const QByteArray &bytes, const char *name,
                          Result<T> (*decode)(const QJsonObject &))
{
    const auto object = jsonObjectFrom(bytes);
    if (!object)
        return object.error();
    JsonReader reader(*object, "answer");
    QList<T> list;
    for (const QJsonObject &element : reader.objects(name)) {
        auto value = decode(element);
        if (!value)
            return value.error();
        list.append(*std::move(value));
    }
    if (reader.failed())
        return reader.error();
    return list;
}

//! The whole of \p bytes through \p decode; with \p member, that member of it.
template <typename T>
Result<T> valueFrom(const QByteArray &bytes, Result<T> (*decode)(const QJsonObject &),
                    const char *member = nullptr)
{
    auto object = jsonObjectFrom(bytes);
    if (!object)
        return object.error();
    if (member == nullptr)
        return decode(*object);
    JsonReader reader(*object, "answer");
    const auto inner = reader.object(member);
    if (reader.failed())
        return reader.error();
    return decode(inner);
}

} // namespace parley::client
