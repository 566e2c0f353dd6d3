#include <QLabel>

#include "tests/ui/window/real_window.h"

using namespace Qt::StringLiterals;
using namespace parley;

// The broker could not start: the window opens all the same, says why, and offers a way out.
class TestATakenPortOffersAnother : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhoHoldsThePortAndStartsOnAnother();
};

void TestATakenPortOffersAnother::saysWhoHoldsThePortAndStartsOnAnother()
{
    test::failOnQtWarnings();
    std::vector<std::uint16_t> asked;
    ui::AppContext context;
    context.startBroker = [&asked](std::uint16_t port, const ui::Done &done) {
        asked.push_back(port);
        done({});
    };
    ui::MainWindow window(context);
    window.show();
    window.setBrokerProblem(u"Port 8080 is in use by \"nginx\"."_s, 8081);
    const auto shown = [&window](const QString &part) -> QWidget * {
        const auto labels = window.findChildren<QLabel *>();
        for (QLabel *label : labels)
            if (label->isVisible() && label->text().contains(part))
                return label;
        const auto buttons = window.findChildren<QAbstractButton *>();
        for (QAbstractButton *button : buttons)
            if (button->isVisible() && button->text().contains(part))
                return button;
        return nullptr;
    };
    QTRY_VERIFY(shown(u"in use by \"nginx\""_s));
    QTRY_VERIFY(shown(u"Use port 8081"_s));
    QTest::mouseClick(shown(u"Use port 8081"_s), Qt::LeftButton);
    QTRY_COMPARE(asked, std::vector<std::uint16_t>{8081});
    window.setBrokerProblem({}, 0);
    QTRY_VERIFY(!shown(u"in use by"_s));
}

QTEST_MAIN(TestATakenPortOffersAnother)
#include "tst_a_taken_port_offers_another.moc"
