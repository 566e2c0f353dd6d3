#pragma once

#include <functional>

#include <QCommandLineParser>
#include <QObject>
#include <QString>
#include <QStringList>

#include "server/client/admin_client.h"
#include "server/client/broker_address.h"

namespace parley::app {

// Exit codes of parleyd; scripts may rely on them.
enum ExitCode : int {
    Done = 0,
    Failed = 1, // the broker said no, or could not be reached; standard error says why
    BadUsage = 2, // the words of the command line
    Denied = 3, // of "permission check": the token may not
};

// One verb of parleyd, such as "topic". Each has a file of its own; it adds its options, and runs
// with what was given. Thread: main.
class Command : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QString name() const = 0;
    virtual QString summary() const = 0; // one line for the overview
    virtual QStringList usage() const = 0; // lines such as "topic create NAME [--durability D]"
    virtual void addOptions(QCommandLineParser &parser) const = 0;
    //! \param words what stands behind the verb. Ends by calling finish().
    virtual void run(const QCommandLineParser &parser, const QStringList &words) = 0;

Q_SIGNALS:
    void finished(int exitCode);

protected:
    void finish(int exitCode) { Q_EMIT finished(exitCode); }
    void fail(const Error &error); // "parleyd: not_found (103): ..." and Failed
    void failUsage(const QString &problem); // with the usage lines, and BadUsage

    //! Prints the answer's JSON-like lines with \p print, or its error; then finishes.
    template <typename T>
    std::function<void(const Result<T> &)> answer(std::function<void(const T &)> print)
    {
        return [this, print = std::move(print)](const Result<T> &result) {
            if (!result)
                return fail(result.error());
            print(*result);
            finish(Done);
        };
    }
};

void printLine(const QString &line); // to standard output, UTF-8, flushed
void printBytes(const QByteArray &bytes); // the same, as they are

} // namespace parley::app
