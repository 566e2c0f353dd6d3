#include <csignal>
#include <future>

#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QPointer>
#include <QTest>
#include <QThread>

#include "server/functions/translation/process_group.h"

using namespace parley::functions;

namespace {

std::vector<StageCommand> stages(std::size_t count, const std::string &argument = "-z")
{
    return std::vector<StageCommand>(count, StageCommand{FAKE_STAGE, {argument}});
}

// Pids of the fake stages that are children of this process and not yet gone.
QList<qint64> stagePids()
{
    QList<qint64> found;
    const QStringList entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString &entry : entries) {
        QFile file(QStringLiteral("/proc/%1/stat").arg(entry));
        if (entry.toLongLong() == 0 || !file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray stat = file.readAll();
        const QList<QByteArray> fields = stat.sliced(stat.lastIndexOf(')') + 2).split(' ');
        const bool isOurs = fields.at(1).toLongLong() == QCoreApplication::applicationPid();
        if (isOurs && stat.contains("(fake_stage)") && fields.at(0) != "Z")
            found.append(entry.toLongLong());
    }
    return found;
}

} // namespace

class TestProcessGroup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneDeathIsToldOnce();
    void deletingKillsAll();
    void retiringKillsAllAndIsSilent();
    void childrenDieWithTheirThread();
    void shareOneGroupOfTheirOwn();
};

void TestProcessGroup::oneDeathIsToldOnce()
{
    QPointer<ProcessGroup> group = new ProcessGroup(stages(3), nullptr);
    int ended = 0;
    connect(group, &ProcessGroup::ended, this, [&] { ++ended; });
    group->start();
    QTRY_COMPARE(stagePids().size(), 3);
    ::kill(pid_t(stagePids().at(1)), SIGKILL);
    QTRY_COMPARE(ended, 1);
    group->retire();
    QTRY_VERIFY(group.isNull());
    QCOMPARE(stagePids().size(), 0);
    QCOMPARE(ended, 1);
}

void TestProcessGroup::deletingKillsAll()
{
    {
        ProcessGroup group(stages(3, "--silent"), nullptr);
        group.start();
        QTRY_COMPARE(stagePids().size(), 3);
    }
    QCOMPARE(stagePids().size(), 0);
}

void TestProcessGroup::retiringKillsAllAndIsSilent()
{
    QPointer<ProcessGroup> group = new ProcessGroup(stages(3, "--silent"), nullptr);
    bool isSilent = true;
    connect(group, &ProcessGroup::ended, this, [&] { isSilent = false; });
    group->start();
    QTRY_COMPARE(stagePids().size(), 3);
    group->retire();
    QTRY_VERIFY(group.isNull());
    QCOMPARE(stagePids().size(), 0);
    QVERIFY(isSilent);
}

// As when the program is killed: nobody runs a destructor, and nothing stays behind.
void TestProcessGroup::childrenDieWithTheirThread()
{
    ProcessGroup *leaked = nullptr;
    std::unique_ptr<QThread> thread(QThread::create([&] {
        leaked = new ProcessGroup(stages(3, "--silent"), nullptr);
        leaked->start();
        QTRY_COMPARE(stagePids().size(), 3);
    }));
    thread->start();
    QVERIFY(thread->wait());
    QTRY_COMPARE(stagePids().size(), 0);
    delete leaked;
}

void TestProcessGroup::shareOneGroupOfTheirOwn()
{
    ProcessGroup group(stages(3, "--silent"), nullptr);
    group.start();
    QTRY_COMPARE(stagePids().size(), 3);
    const pid_t first = getpgid(pid_t(stagePids().first()));
    QVERIFY(first != getpgrp());
    for (const qint64 child : stagePids())
        QCOMPARE(getpgid(pid_t(child)), first);
}

QTEST_GUILESS_MAIN(TestProcessGroup)
#include "tst_process_group.moc"
