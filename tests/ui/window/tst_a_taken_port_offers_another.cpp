#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTcpServer>

#include "app/desktop/desktop_program.h"
#include "tests/support/raw_http.h"
#include "tests/ui/window/real_window.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// The whole program while another one holds its port: the window opens all the same, says why there
// is no broker, and offers a way out.
class TestATakenPortOffersAnother : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhoHoldsThePortAndStartsOnAnother();
    void aStartThatIsOvertakenIsForgotten();
    void anotherWindowLeavesTheFirstOneItsSocket();

private:
    static ui::MainWindow *window();
    static QAbstractButton *buttonWith(const QString &part);
    static bool hasText(const QString &part);
    static int health(const QString &port);
};

ui::MainWindow *TestATakenPortOffersAnother::window()
{
    const auto all = QApplication::topLevelWidgets();
    for (QWidget *widget : all)
        if (auto *window = qobject_cast<ui::MainWindow *>(widget))
            return window;
    return nullptr;
}

QAbstractButton *TestATakenPortOffersAnother::buttonWith(const QString &part)
{
    const auto all
        = window() ? window()->findChildren<QAbstractButton *>() : QList<QAbstractButton *>();
    for (QAbstractButton *button : all)
        if (button->isVisible() && button->text().contains(part))
            return button;
    return nullptr;
}

bool TestATakenPortOffersAnother::hasText(const QString &part)
{
    const auto all = window() ? window()->findChildren<QLabel *>() : QList<QLabel *>();
    return std::any_of(all.begin(), all.end(), [&](const QLabel *label) {
        return label->isVisible() && label->text().contains(part);
    });
}

int TestATakenPortOffersAnother::health(const QString &port)
{
    return ask(port.toUShort(), {}, "GET", "/v1/health").status;
}

void TestATakenPortOffersAnother::saysWhoHoldsThePortAndStartsOnAnother()
{
    failOnQtWarnings();
    QTcpServer holder;
    QVERIFY(holder.listen(QHostAddress::LocalHost));
    const QTemporaryDir data;
    app::DesktopProgram program(
        {.dataDirectory = data.path(), .port = holder.serverPort(), .keepSecrets = false});
    program.start();
    QTRY_VERIFY_WITH_TIMEOUT(hasText(u"Port %1 is in use"_s.arg(holder.serverPort())),
                             RealWindow::kPatienceMs);
    QVERIFY(hasText(u"tst_a_taken"_s)); // by whom: this test
    QTRY_VERIFY(buttonWith(u"Use port "_s));
    QAbstractButton *const use = buttonWith(u"Use port "_s);
    const QString port = use->text().section(u' ', -1);
    const QPointer<QAbstractButton> guard(use);
    use->click();
    if (guard) // a double click: the second one comes before the row has gone
        guard->click();
    QTRY_COMPARE_WITH_TIMEOUT(health(port), 200, RealWindow::kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!hasText(u"The broker starts"_s), RealWindow::kPatienceMs);
    QVERIFY(!hasText(u"in use"_s) && !hasText(u"already"_s));
    QCOMPARE(health(port), 200); // and it goes on
}

// The first start ends after the second one has begun: it must not take its place.
void TestATakenPortOffersAnother::aStartThatIsOvertakenIsForgotten()
{
    SystemClock clock;
    StandardErrorLog log(clock, LogLevel::Error);
    app::BrokerHost host(log);
    int started = 0;
    int failed = 0;
    connect(&host, &app::BrokerHost::started, this, [&] { ++started; });
    connect(&host, &app::BrokerHost::failed, this, [&] { ++failed; });
    const QTemporaryDir data;
    BrokerOptions options;
    options.dataDirectory = data.path().toStdString();
    options.port = 0;
    host.start(options);
    QVERIFY(host.isStarting());
    host.start(options); // on the same data: the first one must be gone by then
    QTRY_COMPARE_WITH_TIMEOUT(started + failed, 1, RealWindow::kPatienceMs);
    QCOMPARE(started, 1);
    QVERIFY(!host.isStarting());
    QCoreApplication::processEvents();
    QVERIFY(host.broker());
    QCOMPARE(health(QString::number(host.broker()->port())), 200);
    host.stop();
    host.start(options);
    host.stop(); // before it was told of
    QCoreApplication::processEvents();
    QCOMPARE(started, 1);
    QVERIFY(!host.broker());
}

void TestATakenPortOffersAnother::anotherWindowLeavesTheFirstOneItsSocket()
{
    const QTemporaryDir data;
    app::DesktopProgram first({.dataDirectory = data.path(), .port = 0, .keepSecrets = false});
    first.start();
    QTRY_VERIFY(app::SingleInstance(data.path()).handOver());
    {
        app::DesktopProgram second(
            {.dataDirectory = data.path(), .port = 0, .keepSecrets = false, .anotherWindow = true});
        second.start();
        QVERIFY(app::SingleInstance(data.path()).handOver());
    }
    QVERIFY(app::SingleInstance(data.path()).handOver()); // the first one still answers
}

QTEST_MAIN(TestATakenPortOffersAnother)
#include "tst_a_taken_port_offers_another.moc"
