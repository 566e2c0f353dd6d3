#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/desktop_program.h"
#include "tests/ui/window/real_window.h"

using parley::app::DesktopOptions;
using parley::app::DesktopProgram;

class TestPortTakenIsOfferedAnother final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init() { parley::test::failOnWarnings(); }

    void theWindowOpensAndSaysWhatToDo()
    {
        QTcpServer somebody;
        QVERIFY(somebody.listen(QHostAddress::LocalHost));
        QTemporaryDir folder;
        DesktopOptions options;
        options.dataDirectory = folder.filePath(QStringLiteral("data"));
        options.port = somebody.serverPort();
        options.keepOwnerToken = false;
        DesktopProgram program(options);
        program.start();

        auto *window = windowOf(program);
        QVERIFY(window != nullptr && window->isVisible());
        QTRY_VERIFY(button(window, QStringLiteral("Use port")) != nullptr);
        QVERIFY(says(window, QStringLiteral("Port %1 is in use").arg(options.port)));
        QVERIFY(says(window, QStringLiteral("no broker yet")));

        QTest::mouseClick(button(window, QStringLiteral("Use port")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(says(window, QStringLiteral("● online")), 15'000);
        QTRY_VERIFY(!says(window, QStringLiteral("is in use"))); // the problem is gone
        QTRY_VERIFY(says(window, QStringLiteral("This broker is empty")));
        QVERIFY(somebody.isListening());
    }

private:
    static QWidget *windowOf(const DesktopProgram &)
    {
        for (auto *widget : QApplication::topLevelWidgets()) {
            if (qobject_cast<parley::ui::MainWindow *>(widget) != nullptr)
                return widget;
        }
        return nullptr;
    }

    static QAbstractButton *button(QWidget *window, const QString &text)
    {
        for (auto *each : window->findChildren<QAbstractButton *>()) {
            if (each->isVisible() && each->text().startsWith(text))
                return each;
        }
        return nullptr;
    }

    static bool says(QWidget *window, const QString &text)
    {
        return parley::test::RealWindow::says(window, text);
    }
};

QTEST_MAIN(TestPortTakenIsOfferedAnother)
#include "tst_port_taken_is_offered_another.moc"
