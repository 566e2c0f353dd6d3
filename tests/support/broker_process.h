#pragma once

#include <memory>

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace parley::test {

// The real parleyd, on a free port, with a data directory of its own that goes away with it.
// Thread: the test's; a QCoreApplication must exist.
class BrokerProcess final
{
public:
    BrokerProcess() = default;
    ~BrokerProcess(); // kill -9, when it still runs
    BrokerProcess(const BrokerProcess &) = delete;
    BrokerProcess &operator=(const BrokerProcess &) = delete;

    //! Runs parleyd by another program that ends with exec, such as {"sh", "-c", "ulimit -n 64;
    //! exec \"$@\"", "sh"}. Before start().
    void setLauncher(const QStringList &launcher) { m_launcher = launcher; }
    //! Starts it, on the data of the run before when there was one, with as many I/O threads as
    //! PARLEY_TEST_IO_THREADS of the environment says. \return false when it does not serve within
    //! kPatience; complaint() then says what it wrote.
    [[nodiscard]] bool start(const QStringList &moreOptions = {});
    [[nodiscard]] bool terminate(); // SIGTERM; false when it did not end well
    [[nodiscard]] bool waitForEnd(); // by itself; false when it did not end well
    void kill(); // SIGKILL, and waits until it is gone

    void hangUp(); // SIGHUP

    quint16 port() const { return m_port; }
    quint16 tlsPort() const { return m_tlsPort; } // of the first --listen; 0: there is none
    qint64 pid() const { return m_pid; }
    const QByteArray &ownerToken() const { return m_ownerToken; }
    QString dataDirectory() const { return m_directory.filePath(QStringLiteral("data")); }
    QByteArray complaint() const; // all that it wrote to standard error

    //! Runs parleyd to its end, for verbs and for failing starts.
    struct Outcome {
        bool ended = false; // within kPatience
        int exitCode = -1;
        QByteArray standardOutput{};
        QByteArray standardError{};
    };
    static Outcome run(const QStringList &arguments);
    static QString program(); // the parleyd of this build

    static constexpr int kPatienceMs
        = 20'000; // a loaded machine; nothing waits this long otherwise

private:
    bool readReady(const QString &file);

    QTemporaryDir m_directory;
    QStringList m_launcher;
    std::unique_ptr<QProcess> m_process;
    quint16 m_port = 0;
    quint16 m_tlsPort = 0;
    qint64 m_pid = 0;
    QByteArray m_ownerToken;
};

} // namespace parley::test
