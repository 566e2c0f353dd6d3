#include <QMenu>
#include <QToolButton>

#include "tests/support/fake_broker/demo_data.h"
#include "tests/support/fake_broker/fake_broker.h"
#include "tests/ui/window/real_window.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// From the broker of this program to one elsewhere and back, by its profile.
class TestAnotherBrokerIsLookedAt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aWrongAddressSaysWhy();
    void aProfileIsMadeAndUsed();
    void aReadOnlyProfileChangesNothing();
    void productionAsksForTheName();
    void theLocalBrokerIsThereAgain();
    void aRemovedProfileCanBeBroughtBack();

private:
    QToolButton *chooser() const { return m_real.window().findChild<QToolButton *>(u"profiles"_s); }
    bool choose(const QString &words); // in its menu
    void type(const QString &field, const QString &text);

    FakeBroker m_other;
    RealWindow m_real;
};

void TestAnotherBrokerIsLookedAt::initTestCase()
{
    failOnQtWarnings();
    QVERIFY(m_other.listen());
    fillWithDemoData(m_other);
    m_other.answer("GET /v1/token",
                   R"({"id":"tok_1","label":"Owner","publisherId":"","admin":true,"grants":[],)"
                   R"("createdAt":1,"validUntil":null,"revokedAt":null,"publishPerSecond":0,)"
                   R"("state":"active"})");
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(chooser());
    QCOMPARE(chooser()->accessibleName(), u"Broker: This computer"_s);
}

bool TestAnotherBrokerIsLookedAt::choose(const QString &words)
{
    QMenu *menu = chooser()->menu();
    Q_EMIT menu->aboutToShow();
    for (QAction *action : menu->actions())
        if (action->text() == words && action->isEnabled()) {
            action->trigger();
            return true;
        }
    return false;
}

void TestAnotherBrokerIsLookedAt::type(const QString &field, const QString &text)
{
    auto *line = qobject_cast<QLineEdit *>(m_real.field(field));
    QVERIFY(line);
    line->setText(text); // keyClicks() knows no é
}

void TestAnotherBrokerIsLookedAt::aWrongAddressSaysWhy()
{
    QVERIFY(choose(u"Connect to another broker…"_s));
    QTRY_VERIFY(m_real.dialog());
    type(u"Name"_s, u"Shop & café"_s);
    type(u"Address"_s, u"http://shop.example.org"_s);
    type(u"Token"_s, QString::fromLatin1(FakeBroker::token()));
    QVERIFY(m_real.hasText(u"https"_s)); // plain http would show the token
    QVERIFY(!m_real.hasButton(u"Connect"_s));
}

void TestAnotherBrokerIsLookedAt::aProfileIsMadeAndUsed()
{
    type(u"Address"_s, m_other.url().toString());
    QVERIFY(m_real.click(u"Connect"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_real.dialog(), RealWindow::kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_real.window().windowTitle().contains(u"Shop & café"_s),
                             RealWindow::kPatienceMs);
    m_real.openPage(u"Topics"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_real.column(u"Topics"_s, 0).contains(u"friends-publish"_s),
                             RealWindow::kPatienceMs);
    QVERIFY(m_real.hasButton(u"New topic"_s));
}

void TestAnotherBrokerIsLookedAt::aReadOnlyProfileChangesNothing()
{
    QVERIFY(choose(u"Edit this profile…"_s));
    QTRY_VERIFY(m_real.dialog());
    m_real.button(u"Read-only"_s)->click();
    QVERIFY(m_real.click(u"Save"_s));
    QTRY_VERIFY(!m_real.dialog());
    QTRY_COMPARE(chooser()->accessibleName(), u"Broker: Shop & café · read-only"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_real.column(u"Topics"_s, 0).isEmpty(), RealWindow::kPatienceMs);
    QVERIFY(!m_real.hasButton(u"New topic"_s));
    QVERIFY(!m_real.hasButton(u"Publish"_s));
    QVERIFY(!m_real.hasButton(u"Delete this topic"_s));
    // And what somebody reaches all the same is not sent.
    client::AdminClient admin;
    admin.setAddress({m_other.url(), FakeBroker::token(), {}, true});
    std::optional<ErrorCode> code;
    admin.deleteTopic({u"default"_s, u"friends-publish"_s}, this,
                      [&](const auto &done) { code = done.error().code; });
    QCOMPARE(code, ErrorCode::FailedPrecondition);
    QCOMPARE(m_other.count("DELETE /v1/topics/default/friends-publish"), 0);
}

void TestAnotherBrokerIsLookedAt::productionAsksForTheName()
{
    QVERIFY(choose(u"Edit this profile…"_s));
    QTRY_VERIFY(m_real.dialog());
    m_real.button(u"Read-only"_s)->click(); // off again
    m_real.button(u"Production"_s)->click();
    QVERIFY(m_real.click(u"Save"_s));
    QTRY_VERIFY(!m_real.dialog());
    m_real.openPage(u"Webhooks"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasButton(u"Delete this webhook"_s), RealWindow::kPatienceMs);
    QVERIFY(m_real.click(u"Delete this webhook"_s));
    QTRY_VERIFY(m_real.dialog());
    QVERIFY(!m_real.hasButton(u"Delete webhook"_s)); // not before the name stands there
    m_real.dialog()->reject();
    QTRY_VERIFY(!m_real.dialog());
    QVERIFY(!m_real.hasButton(u"Undo"_s));
}

void TestAnotherBrokerIsLookedAt::theLocalBrokerIsThereAgain()
{
    QVERIFY(choose(u"This computer"_s));
    QTRY_COMPARE(m_real.window().windowTitle(), u"Parley — local broker"_s);
    m_real.openPage(u"Topics"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_real.column(u"Topics"_s, 0).contains(u"friends-publish"_s),
                             RealWindow::kPatienceMs);
    QVERIFY(m_real.hasButton(u"New topic"_s));
}

void TestAnotherBrokerIsLookedAt::aRemovedProfileCanBeBroughtBack()
{
    QVERIFY(choose(u"Shop && café"_s)); // as a menu writes an ampersand
    QTRY_VERIFY(m_real.window().windowTitle().contains(u"Shop & café"_s));
    QVERIFY(choose(u"Remove this profile"_s));
    QTRY_COMPARE(m_real.window().windowTitle(), u"Parley — local broker"_s);
    QVERIFY(!choose(u"Shop && café"_s));
    QVERIFY(m_real.click(u"Undo"_s));
    QTRY_VERIFY(m_real.window().windowTitle().contains(u"Shop & café"_s));
}

QTEST_MAIN(TestAnotherBrokerIsLookedAt)
#include "tst_another_broker_is_looked_at.moc"
