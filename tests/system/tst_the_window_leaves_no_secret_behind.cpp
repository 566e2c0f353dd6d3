#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/system/secret_search.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// The desktop program with its broker and the demo, through all its pages: no secret in what it
// wrote, in its folders, on its command line and in its environment.
class TestTheWindowLeavesNoSecretBehind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTourOfAllPages();
};

void TestTheWindowLeavesNoSecretBehind::aTourOfAllPages()
{
    QTemporaryDir folder;
    SecretSearch search;
    QProcess window;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.remove(u"QT_FATAL_WARNINGS"_s); // the offscreen platform warns of each window
    for (const auto &[name, below] :
         {std::pair(u"HOME"_s, u"home"_s), std::pair(u"XDG_CONFIG_HOME"_s, u"home/config"_s),
          std::pair(u"XDG_DATA_HOME"_s, u"home/data"_s)}) {
        QVERIFY(QDir(folder.path()).mkpath(below));
        environment.insert(name, folder.filePath(below));
    }
    window.setProcessEnvironment(environment);
    window.start(QStringLiteral(PARLEY_PROGRAM),
                 {u"--demo"_s, u"--data"_s, folder.filePath(u"data"_s), u"--screenshots"_s,
                  folder.filePath(u"pictures"_s)});
    QVERIFY(window.waitForStarted());
    constexpr int kPatienceMs = 240'000; // twenty pages on a loaded machine
    const QString pictures = folder.filePath(u"pictures"_s);
    QTRY_VERIFY_WITH_TIMEOUT(window.state() == QProcess::NotRunning || QFile::exists(pictures),
                             kPatienceMs);
    QVERIFY2(QFile::exists(pictures), window.readAllStandardError().constData());
    QVERIFY(search.lookIntoProcess(window.processId())); // with the owner's token in use
    QVERIFY(window.waitForFinished(kPatienceMs));
    QCOMPARE(window.exitCode(), 0);
    QVERIFY(QFile::exists(folder.filePath(u"data/parley.db"_s)));
    search.look(u"what parley wrote"_s, window.readAllStandardError());
    search.look(u"what parley printed"_s, window.readAllStandardOutput());
    search.lookIntoFolder(folder.path(), {});
    QVERIFY2(search.found().isEmpty(), qPrintable(search.found().join(u", "_s)));
    QVERIFY(search.looked() > 3);
}

QTEST_GUILESS_MAIN(TestTheWindowLeavesNoSecretBehind)
#include "tst_the_window_leaves_no_secret_behind.moc"
