#include <memory>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// A broker whose data lies on a disk of its own, of 64 MB: a tmpfs in a mount namespace, which
// unshare(1) makes without rights where the kernel lets it.
class TestAFullDiskIsToldAndMended : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void durableTopicsRefuseAndTheRestGoesOn();
    void aBrokerStartsOnAFullDisk();

private:
    bool start(const QString &beforehand); // a command of the shell, run on the mounted disk
    QJsonObject status() { return ask(m_port, m_owner, "GET", "/v1/status").json(); }
    QString filler() const
    {
        return u"/proc/%1/root%2/filler"_s.arg(m_broker->pid()).arg(m_broker->dataDirectory());
    }
    bool fillTheDisk();
    HttpAnswer publishUntilRefused();
    qsizetype storedMessages();

    std::unique_ptr<BrokerProcess> m_broker;
    quint16 m_port = 0;
    QByteArray m_owner;
    qsizetype m_acknowledged = 0;
};

namespace {

QStringList launcher(const QString &disk, const QString &beforehand)
{
    return {
        u"unshare"_s,
        u"--mount"_s,
        u"--map-root-user"_s,
        u"sh"_s,
        u"-c"_s,
        u"mount -t tmpfs -o size=64m,mode=0700 none \"$0\" && cd \"$0\" && %1 && exec \"$@\""_s.arg(
            beforehand),
        disk};
}

} // namespace

void TestAFullDiskIsToldAndMended::init()
{
    m_broker = std::make_unique<BrokerProcess>();
    m_acknowledged = 0;
    QVERIFY(QDir().mkpath(m_broker->dataDirectory()));
    const QStringList trial = launcher(m_broker->dataDirectory(), u":"_s) + QStringList{u"true"_s};
    QProcess probe;
    probe.start(trial.first(), trial.mid(1));
    if (!probe.waitForFinished() || probe.exitCode() != 0)
        QSKIP("this kernel lets nobody make a mount namespace");
}

bool TestAFullDiskIsToldAndMended::start(const QString &beforehand)
{
    m_broker->setLauncher(launcher(m_broker->dataDirectory(), beforehand));
    if (!m_broker->start())
        return false;
    m_port = m_broker->port();
    m_owner = m_broker->ownerToken();
    return makeTopic(m_port, m_owner, "log", {{u"durability"_s, u"durable"_s}})
        && makeTopic(m_port, m_owner, "chat", {{u"durability"_s, u"relaxed"_s}});
}

bool TestAFullDiskIsToldAndMended::fillTheDisk()
{
    QFile file(filler());
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return false;
    for (int size = 1 << 20; size > 0; size /= 2) // the last bytes too
        while (file.write(QByteArray(size, 'f')) == size) {}
    return file.size() > 1 << 20;
}

HttpAnswer TestAFullDiskIsToldAndMended::publishUntilRefused()
{
    HttpAnswer answer;
    for (int i = 0; i < 200; ++i) { // 20 MB: more than what had been allocated already
        answer = publishText(m_port, m_owner, "log", QByteArray(100'000, 'x'));
        if (answer.status != 200)
            break;
        ++m_acknowledged;
    }
    return answer;
}

// An answer of the history holds a few megabytes.
qsizetype TestAFullDiskIsToldAndMended::storedMessages()
{
    qsizetype count = 0;
    QByteArray from;
    for (;;) {
        const QJsonObject page
            = ask(m_port, m_owner, "GET", "/v1/history/default/log?limit=1000" + from).json();
        const qsizetype some = page["items"_L1].toArray().size();
        count += some;
        const QByteArray next = page["next"_L1].toString().toLatin1();
        if (some == 0 || next.isEmpty())
            return count;
        from = "&after=" + next;
    }
}

void TestAFullDiskIsToldAndMended::durableTopicsRefuseAndTheRestGoesOn()
{
    QVERIFY2(start(u":"_s), m_broker->complaint().constData());
    QCOMPARE(publishText(m_port, m_owner, "log", "before").status, 200);
    const auto issued
        = RawHttp(m_port, m_owner)
              .json("POST", "/v1/tokens", {{u"label"_s, u"to be revoked"_s}, {u"admin"_s, true}})
              .json();
    QCOMPARE(status()["storage"_L1].toString(), u"working"_s);
    QVERIFY(fillTheDisk());

    const HttpAnswer refused = publishUntilRefused();
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.errorName(), u"unavailable"_s);
    QTRY_COMPARE_WITH_TIMEOUT(status()["storage"_L1].toString(), u"full"_s,
                              BrokerProcess::kPatienceMs);
    QCOMPARE(ask(m_port, m_owner, "GET", "/v1/health").json()["status"_L1].toString(),
             u"degraded"_s);
    // Reading, chat, and what must not wait.
    QCOMPARE(storedMessages(), m_acknowledged + 1);
    QCOMPARE(publishText(m_port, m_owner, "chat", "still here").status, 200);
    const QByteArray id = issued["token"_L1]["id"_L1].toString().toLatin1();
    QCOMPARE(ask(m_port, m_owner, "DELETE", "/v1/tokens/" + id).status, 204);
    QCOMPARE(ask(m_port, issued["secret"_L1].toString().toLatin1(), "GET", "/v1/token").status,
             401);

    QVERIFY(QFile::remove(filler()));
    QTRY_COMPARE_WITH_TIMEOUT(publishText(m_port, m_owner, "log", "after").status, 200,
                              BrokerProcess::kPatienceMs);
    QCOMPARE(status()["storage"_L1].toString(), u"working"_s);
    QVERIFY(m_broker->terminate());
}

// There is room for its files, and not for the reserve.
void TestAFullDiskIsToldAndMended::aBrokerStartsOnAFullDisk()
{
    QVERIFY2(start(u"head -c 58m /dev/zero > filler"_s), m_broker->complaint().constData());
    QCOMPARE(status()["storage"_L1].toString(), u"full"_s);
    QCOMPARE(publishText(m_port, m_owner, "log", "no room").status, 503);
    QCOMPARE(publishText(m_port, m_owner, "chat", "in memory").status, 200);
    QVERIFY(QFile::remove(filler()));
    QTRY_COMPARE_WITH_TIMEOUT(publishText(m_port, m_owner, "log", "room").status, 200,
                              BrokerProcess::kPatienceMs);
    QVERIFY(m_broker->terminate());
}

QTEST_GUILESS_MAIN(TestAFullDiskIsToldAndMended)
#include "tst_a_full_disk_is_told_and_mended.moc"
