#include "app/js/script_record.h"

#include <algorithm>
#include <utility>

#include <QJsonObject>

#include "server/types/script_limits.h"

using namespace Qt::StringLiterals;

namespace parley::js {
namespace {

// Of QChars there are no more than bytes of UTF-8, so the first line makes it short enough.
QString cut(const QString &text, std::size_t bytes)
{
    const QByteArray utf8 = text.left(qsizetype(bytes)).toUtf8();
    qsizetype end = std::min(utf8.size(), qsizetype(bytes));
    if (text.size() <= qsizetype(bytes) && end == utf8.size())
        return text;
    while (end > 0 && end < utf8.size() && (utf8[end] & 0xc0) == 0x80)
        --end; // not in the middle of a character
    return QString::fromUtf8(utf8.first(end));
}

} // namespace

QString ScriptRecord::publish(const QString &nameSpace, const QString &topic,
                              const QString &payload)
{
    using namespace script_limits;
    if (!m_mayPublish)
        return u"publish() works inside handle() only"_s;
    if (m_messages.size() >= qsizetype(kMessages))
        return u"one call may publish 100 messages"_s;
    const qsizetype bytes = m_messageBytes + payload.toUtf8().size() + topic.size();
    if (bytes > qsizetype(kMessageBytes))
        return u"the messages of one call may have 1 MiB together"_s;
    m_messageBytes = bytes;
    m_messages.append(
        QJsonObject{{u"namespace"_s, nameSpace}, {u"topic"_s, topic}, {u"payload"_s, payload}});
    return {};
}

void ScriptRecord::log(const QString &line)
{
    if (m_log.size() < qsizetype(script_limits::kLogLines))
        m_log.append(cut(line, script_limits::kLogLineBytes));
    else if (m_log.size() == qsizetype(script_limits::kLogLines))
        m_log.append(u"(more is not kept)"_s);
}

void ScriptRecord::returned(const QString &json)
{
    m_hasReturned = true;
    m_value = cut(json, script_limits::kValueBytes);
}

void ScriptRecord::threw(const QString &text, int line)
{
    m_error = cut(text, script_limits::kErrorBytes);
    if (line > 0)
        m_error += u" (line %1)"_s.arg(line);
}

void ScriptRecord::refusedBody()
{
    m_hasRefusedBody = true;
}

void ScriptRecord::begin()
{
    m_messages = {};
    m_messageBytes = 0;
    m_value.clear();
    m_error.clear();
    m_hasReturned = false;
    m_hasRefusedBody = false;
}

QJsonArray ScriptRecord::takeMessages()
{
    return std::exchange(m_messages, {});
}

QJsonArray ScriptRecord::takeLog()
{
    return std::exchange(m_log, {});
}

} // namespace parley::js
