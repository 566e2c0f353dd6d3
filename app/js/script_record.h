#pragma once

#include <QJsonArray>
#include <QObject>
#include <QString>

namespace parley::js {

// What a script says during a call: messages to publish, lines of its log, and its answer. The
// only object of ours that it can reach, and only through the frame that ScriptEngine puts
// around it. Everything is bounded by script_limits. Thread: main.
class ScriptRecord final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptRecord)

public:
    using QObject::QObject;

    //! "" when it was taken, else why not, for an exception.
    Q_INVOKABLE QString publish(const QString &nameSpace, const QString &topic,
                                const QString &payload);
    Q_INVOKABLE void log(const QString &line);
    Q_INVOKABLE void returned(const QString &json); // "" for nothing
    Q_INVOKABLE void threw(const QString &text, int line); // line 0: unknown
    Q_INVOKABLE void refusedBody(); // it was no JSON

    void begin(); // of a call: forgets what the one before said, but not the log of the start
    void mayPublish(bool may) { m_mayPublish = may; }

    bool hasReturned() const { return m_hasReturned; }
    bool hasRefusedBody() const { return m_hasRefusedBody; }
    const QString &value() const { return m_value; }
    const QString &error() const { return m_error; }
    QJsonArray takeMessages();
    QJsonArray takeLog();

private:
    QJsonArray m_messages;
    QJsonArray m_log;
    qsizetype m_messageBytes = 0;
    QString m_value;
    QString m_error;
    bool m_mayPublish = false;
    bool m_hasReturned = false;
    bool m_hasRefusedBody = false;
};

} // namespace parley::js
