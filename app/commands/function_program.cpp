#include "app/commands/function_program.h"

#include <csignal>
#include <utility>

#include <sys/prctl.h>
#include <unistd.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcessEnvironment>

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

constexpr int kTryLater = 75; // EX_TEMPFAIL of sysexits.h

// As a script's event: the body with the delivery's id and attempt in it, where it is an object.
QByteArray inputOf(const client::ReceivedDelivery &delivery)
{
    const auto body = QJsonDocument::fromJson(delivery.body);
    if (!body.isObject())
        return delivery.body + '\n';
    QJsonObject event = body.object();
    event[u"deliveryId"] = QString::fromLatin1(delivery.id);
    event[u"attempt"] = delivery.attempt.toInt();
    return QJsonDocument(event).toJson(QJsonDocument::Compact) + '\n';
}

QString textOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(wrapped.mid(1, wrapped.size() - 2)); // without the array's brackets
}

ProgramOutcome failure(int status, const QString &problem)
{
    return {status, problem, {}};
}

} // namespace

int statusOfExit(int exitCode)
{
    if (exitCode == 0)
        return 200;
    return exitCode == kTryLater ? 503 : 500;
}

Result<QList<client::FunctionMessage>> messagesFrom(const QByteArray &output)
{
    QList<client::FunctionMessage> messages;
    int number = 0;
    for (const QByteArray &line : output.split('\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const auto document = QJsonDocument::fromJson(line);
        const QJsonObject json = document.object();
        const bool isMessage = document.isObject() && json[u"topic"].isString()
            && json.contains(u"payload") && !json[u"payload"].isUndefined()
            && (!json.contains(u"namespace") || json[u"namespace"].isString());
        if (!isMessage)
            return Error{ErrorCode::InvalidArgument,
                         "line " + std::to_string(number)
                             + " of its output is no {\"topic\",\"payload\"}"};
        if (messages.size() >= FunctionProgram::kMaxMessages)
            return Error{ErrorCode::InvalidArgument, "it wrote more than 100 messages"};
        messages.append({json[u"namespace"].toString(u"default"_s), json[u"topic"].toString(),
                         textOf(json[u"payload"])});
    }
    return messages;
}

// One run; the parent deletes it when it is over. Thread: main.
class FunctionProgram::Run final : public QObject
{
public:
    Run(const Settings &settings, Done done, QObject *parent) :
        QObject(parent), m_done(std::move(done)), m_time(settings.time)
    {
        m_process.setProgram(settings.program);
        m_process.setArguments(settings.arguments);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.setChildProcessModifier([parentId = getpid()] {
            setpgid(0, 0); // what it starts goes with it, and a key pressed here does not end it
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != parentId)
                _exit(1);
        });
        m_deadline.setSingleShot(true);
        connect(&m_deadline, &QTimer::timeout, this,
                [this] { end(failure(504, u"it took longer than %1 ms"_s.arg(m_time.count()))); });
        connect(&m_process, &QProcess::readyReadStandardOutput, this, &Run::read);
        connect(&m_process, &QProcess::finished, this, &Run::finished);
        connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                end(failure(503, u"it cannot be started: "_s + m_process.errorString()));
        });
    }
    ~Run() override
    {
        m_process.disconnect(this);
        kill();
        if (m_process.state() != QProcess::NotRunning)
            m_process.waitForFinished(1000); // killed: a few milliseconds
    }

    void start(const client::ReceivedDelivery &delivery)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PARLEY_DELIVERY_ID"_s, QString::fromLatin1(delivery.id));
        environment.insert(u"PARLEY_ATTEMPT"_s, QString::fromLatin1(delivery.attempt));
        m_process.setProcessEnvironment(environment);
        m_deadline.start(m_time);
        m_process.start();
        m_process.write(inputOf(delivery));
        m_process.closeWriteChannel();
    }

private:
    void read()
    {
        m_output += m_process.readAllStandardOutput();
        if (m_output.size() > kMaxOutputBytes)
            end(failure(500, u"it wrote more than 1 MiB"_s));
    }
    void finished(int exitCode, QProcess::ExitStatus status)
    {
        read();
        if (status == QProcess::CrashExit)
            return end(failure(500, u"it crashed"_s));
        const int code = statusOfExit(exitCode);
        if (code != 200)
            return end(failure(code, u"it ended with exit code %1"_s.arg(exitCode)));
        const auto messages = messagesFrom(m_output);
        if (!messages)
            return end(failure(500, QString::fromStdString(messages.error().message)));
        end({200, {}, *messages});
    }
    void end(const ProgramOutcome &outcome)
    {
        if (const Done done = std::exchange(m_done, {}))
            done(outcome);
    }
    void kill()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        ::kill(-pid_t(m_process.processId()), SIGKILL); // its group; not reaped, so still its own
        m_process.kill();
    }

    QProcess m_process;
    QTimer m_deadline;
    QByteArray m_output;
    Done m_done; // empty: it is over
    const std::chrono::milliseconds m_time;
};

FunctionProgram::FunctionProgram(Settings settings, QObject *parent) :
    QObject(parent), m_settings(std::move(settings))
{
}

FunctionProgram::~FunctionProgram()
{
    qDeleteAll(m_runs);
}

void FunctionProgram::run(const client::ReceivedDelivery &delivery, Done done)
{
    if (m_waiting.size() >= kMaxWaiting)
        return done(failure(503, u"too many deliveries wait"_s));
    m_waiting.push_back({delivery, std::move(done)});
    pump();
}

void FunctionProgram::pump()
{
    while (m_runs.size() < m_settings.atOnce && !m_waiting.empty()) {
        Waiting next = std::move(m_waiting.front());
        m_waiting.pop_front();
        auto place = std::make_shared<Run *>(nullptr);
        *place = new Run(
            m_settings,
            [this, place, done = std::move(next.done)](const ProgramOutcome &outcome) {
                ended(*place, outcome, done);
            },
            this);
        m_runs.append(*place);
        (*place)->start(next.delivery);
    }
}

void FunctionProgram::ended(Run *run, const ProgramOutcome &outcome, const Done &done)
{
    m_runs.removeOne(run);
    run->deleteLater(); // kills what still runs
    done(outcome);
    QMetaObject::invokeMethod(this, &FunctionProgram::pump, Qt::QueuedConnection);
}

} // namespace parley::app
