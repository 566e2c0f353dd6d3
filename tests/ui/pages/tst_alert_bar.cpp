#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>
#include <QSignalSpy>

#include "tests/ui/pages/page_probe.h"
#include "ui/common/navigator.h"
#include "ui/webhooks/alert_bar.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;
using parley::test::PageProbe;

// What the window says when a webhook's endpoint keeps failing.
class TestAlertBar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void saysWhoFailsAndWhy();
    void saysWhoWasDisabled();
    void countsTheOthers();
    void othersNewsIsNoAlert();
    void oneLooksAtIt();
    void namesFromOutsideArePlainText();

private:
    void say(const QJsonObject &event)
    {
        m_probe->broker.publish({u"default"_s, u"$events/webhooks"_s},
                                QJsonDocument(event).toJson(QJsonDocument::Compact));
    }
    static QJsonObject webhook(const QString &id, const QString &name, const QString &state)
    {
        return {{u"id"_s, id},
                {u"name"_s, name},
                {u"state"_s, state},
                {u"stateReason"_s, u"gone: the endpoint answered 410"_s}};
    }
    static QJsonObject alert(const QString &id, const QString &name)
    {
        return {{u"kind"_s, u"alert"_s},
                {u"consecutiveFailures"_s, 10},
                {u"cause"_s, u"503"_s},
                {u"webhook"_s, webhook(id, name, u"active"_s)}};
    }

    std::unique_ptr<PageProbe> m_probe;
    std::unique_ptr<AlertBar> m_bar;
};

void TestAlertBar::init()
{
    m_bar.reset();
    m_probe = std::make_unique<PageProbe>();
    QVERIFY(m_probe->open());
    m_bar = std::make_unique<AlertBar>(m_probe->context().link, m_probe->context().navigator);
    QTRY_VERIFY(std::any_of(
        m_probe->broker.frames().begin(), m_probe->broker.frames().end(),
        [](const QJsonObject &frame) { return frame[u"topic"_s] == u"$events/webhooks"_s; }));
    QVERIFY(m_bar->text().isEmpty());
}

void TestAlertBar::saysWhoFailsAndWhy()
{
    say(alert(u"whk_1"_s, u"Orders"_s));
    QTRY_VERIFY(m_bar->text().contains(u"Orders"_s));
    QVERIFY(m_bar->text().contains(u"10"_s) && m_bar->text().contains(u"503"_s));
}

void TestAlertBar::saysWhoWasDisabled()
{
    say({{u"kind"_s, u"webhook"_s}, {u"webhook"_s, webhook(u"whk_1"_s, u"日本"_s, u"disabled"_s)}});
    QTRY_VERIFY(m_bar->text().contains(u"日本"_s));
    QVERIFY(m_bar->text().contains(u"410"_s));
}

void TestAlertBar::countsTheOthers()
{
    say(alert(u"whk_1"_s, u"Orders"_s));
    say(alert(u"whk_1"_s, u"Orders"_s)); // the same one again
    QTRY_VERIFY(!m_bar->text().isEmpty());
    const QString alone = m_bar->text();
    say(alert(u"whk_2"_s, u"Chat"_s));
    QTRY_VERIFY(m_bar->text().contains(u"Chat"_s));
    QVERIFY(m_bar->text().contains(u"1 more"_s));
    QVERIFY(!alone.contains(u"more alerts"_s));
}

void TestAlertBar::othersNewsIsNoAlert()
{
    say({{u"kind"_s, u"webhook"_s}, {u"webhook"_s, webhook(u"whk_1"_s, u"A"_s, u"active"_s)}});
    say({{u"kind"_s, u"of a later version"_s}});
    m_probe->broker.publish({u"default"_s, u"$events/webhooks"_s}, "no JSON");
    say(alert(u"whk_2"_s, u"Chat"_s));
    QTRY_VERIFY(m_bar->text().contains(u"Chat"_s));
    QVERIFY(!m_bar->text().contains(u"more alerts"_s));
}

void TestAlertBar::oneLooksAtIt()
{
    say(alert(u"whk_1"_s, u"Orders"_s));
    QTRY_VERIFY(!m_bar->text().isEmpty());
    QSignalSpy asked(&m_probe->context().navigator, &Navigator::webhookRequested);
    const auto buttons = m_bar->findChildren<QPushButton *>();
    QCOMPARE(buttons.size(), 2);
    buttons.first()->click();
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.first().first().toString(), u"whk_1"_s);
    QVERIFY(m_bar->text().isEmpty());
}

void TestAlertBar::namesFromOutsideArePlainText()
{
    say(alert(u"whk_1"_s, u"<b>bold</b>"_s + QString(500, u'x')));
    QTRY_VERIFY(m_bar->text().contains(u"<b>bold</b>"_s));
    QVERIFY(m_bar->text().size() < 400);
}

QTEST_MAIN(TestAlertBar)
#include "tst_alert_bar.moc"
