#include <QProcess>
#include <QTest>

#include "tests/support/broker_process.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// parleyd runs on machines without a screen, and its binary is built to be hard to attack.
class TestParleydLinksNoGui : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noLibraryOfTheScreenIsLoaded_data();
    void noLibraryOfTheScreenIsLoaded();
    void theBinaryIsHardened();

private:
    static QByteArray output(const QString &program, const QStringList &arguments);
};

QByteArray TestParleydLinksNoGui::output(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments + QStringList{BrokerProcess::program()});
    process.waitForFinished();
    return process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray();
}

void TestParleydLinksNoGui::noLibraryOfTheScreenIsLoaded_data()
{
    QTest::addColumn<QByteArray>("library");
    for (const char *library : {"libQt6Gui", "libQt6Widgets", "libQt6Svg", "libX11", "libxcb",
                                "libGL", "libEGL", "libwayland", "libfontconfig"})
        QTest::newRow(library) << QByteArray(library);
}

void TestParleydLinksNoGui::noLibraryOfTheScreenIsLoaded()
{
    QFETCH(const QByteArray, library);
    const QByteArray loaded = output(u"ldd"_s, {}); // those that libraries bring with them, too
    QVERIFY2(loaded.contains("libQt6Core"), "ldd did not list the libraries");
    QVERIFY2(!loaded.contains(library), loaded.constData());
}

// Release is what people run; the other builds need not be more than position independent.
void TestParleydLinksNoGui::theBinaryIsHardened()
{
    const QByteArray header = output(u"readelf"_s, {u"-hW"_s});
    QVERIFY2(header.contains("DYN (Position-Independent Executable"), header.constData());
    const QByteArray segments = output(u"readelf"_s, {u"-lW"_s});
    const qsizetype stack = segments.indexOf("GNU_STACK");
    QVERIFY(stack >= 0);
    QVERIFY(!segments.mid(stack, segments.indexOf('\n', stack) - stack).contains("RWE"));
#ifdef PARLEY_HARDENED
    QVERIFY(segments.contains("GNU_RELRO"));
    QVERIFY(output(u"readelf"_s, {u"-dW"_s}).contains("BIND_NOW"));
    const QByteArray symbols = output(u"readelf"_s, {u"--dyn-syms"_s, u"-W"_s});
    QVERIFY(symbols.contains("__stack_chk_fail"));
#endif
}

QTEST_GUILESS_MAIN(TestParleydLinksNoGui)
#include "tst_parleyd_links_no_gui.moc"
