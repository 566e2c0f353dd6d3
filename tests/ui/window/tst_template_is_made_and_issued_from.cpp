#include <QTabBar>

#include "tests/support/raw_http.h"
#include "tests/ui/window/real_window.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// A token template, written by hand: what is wrong stands under its field, the preview says what
// its tokens can, a token of it can just that, and a delete can be taken back.
class TestTemplateIsMadeAndIssuedFrom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theBeginningsAreThere();
    void whatIsMissingIsSaid();
    void aNameThatIsTakenIsRefused();
    void aHoleWithoutAVariableIsRefused();
    void thePreviewFillsItIn();
    void whatTheBrokerRefusesStandsUnderItsField();
    void itIsSaved();
    void aTokenOfItCanJustThat();
    void aKeyMayIssueFromItAlone();
    void itIsChanged();
    void itIsDuplicated();
    void aDeleteIsTakenBack();
    void aDeleteIsDone();

private:
    HttpAnswer stored(const QByteArray &name) const
    {
        return ask(m_port, m_real.ownerToken(), "GET", "/v1/templates/" + name);
    }
    QStringList titles() const { return m_real.column(u"Templates"_s, 0); }
    void choose(const QString &title) const
    {
        auto *table = m_real.named<QTableView>(u"Templates"_s);
        QVERIFY(table);
        table->selectRow(int(titles().indexOf(title)));
    }
    QLineEdit *line(const QString &words) const
    {
        return qobject_cast<QLineEdit *>(m_real.field(words));
    }

    RealWindow m_real;
    quint16 m_port = 0;
};

void TestTemplateIsMadeAndIssuedFrom::initTestCase()
{
    failOnQtWarnings();
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    m_port = m_real.broker().port();
    QVERIFY(makeTopic(m_port, m_real.ownerToken(), "thermometer-readings"));
    QVERIFY(makeTopic(m_port, m_real.ownerToken(), "scale-readings"));
    m_real.openPage(u"Tokens"_s);
}

void TestTemplateIsMadeAndIssuedFrom::theBeginningsAreThere()
{
    auto *views = m_real.named<QTabBar>(u"Tokens or templates"_s);
    QVERIFY(views);
    QTest::keyClick(views, Qt::Key_Right);
    QTRY_VERIFY_WITH_TIMEOUT(titles().contains(u"Chat member"_s), RealWindow::kPatienceMs);
    QVERIFY(m_real.hasButton(u"New template"_s));
    QVERIFY(!m_real.hasButton(u"Issue token"_s)); // of the other view
    choose(u"Chat member"_s);
    QTRY_VERIFY(m_real.hasText(u"With room = friends, user = ana, languages = spanish, its tokens "
                               "can publish to friends-publish, read friends-subscribe-spanish"_s));
}

void TestTemplateIsMadeAndIssuedFrom::whatIsMissingIsSaid()
{
    QVERIFY(m_real.click(u"New template"_s));
    QTRY_VERIFY(m_real.dialog());
    QVERIFY(!m_real.hasText(u"1 to 64 characters"_s)); // nothing is written yet: no mistake
    QVERIFY(m_real.hasText(u"Nothing yet."_s));
    QVERIFY(m_real.click(u"Save template"_s));
    QTRY_VERIFY(m_real.hasText(u"1 to 64 characters of a-z, 0-9 and -."_s));
    QVERIFY(m_real.hasText(u"Choose what its tokens may do."_s));
    QVERIFY(m_real.dialog());
}

void TestTemplateIsMadeAndIssuedFrom::aNameThatIsTakenIsRefused()
{
    QTest::keyClicks(line(u"Name"_s), u"chat-member"_s);
    QTRY_VERIFY(m_real.hasText(u"There is a template of this name already."_s));
    line(u"Name"_s)->clear();
    QTest::keyClicks(line(u"Name"_s), u"sensor"_s);
    QTRY_VERIFY(!m_real.hasText(u"There is a template"_s));
    QVERIFY(!m_real.hasText(u"1 to 64 characters"_s));
}

void TestTemplateIsMadeAndIssuedFrom::aHoleWithoutAVariableIsRefused()
{
    QVERIFY(m_real.click(u"+ Add a variable"_s));
    QTest::keyClicks(m_real.named<QLineEdit>(u"Variable"_s), u"device"_s);
    auto *role = m_real.named<QComboBox>(u"What may be done"_s);
    QVERIFY(role);
    QTest::keyClick(role, Qt::Key_Home);
    QTest::keyClicks(m_real.named<QLineEdit>(u"Topic"_s), u"{devise}-readings"_s);
    QTRY_VERIFY(m_real.hasText(u"No variable fills {devise} here."_s));
    QVERIFY(m_real.click(u"Save template"_s));
    QVERIFY(m_real.dialog());
    QCOMPARE(stored("sensor").status, 404);
}

void TestTemplateIsMadeAndIssuedFrom::thePreviewFillsItIn()
{
    auto *topic = m_real.named<QLineEdit>(u"Topic"_s);
    topic->clear();
    QTest::keyClicks(topic, u"{device}-readings"_s);
    QTest::keyClicks(line(u"Label"_s), u"{device} in the greenhouse"_s);
    QTRY_VERIFY(!m_real.hasText(u"No variable fills"_s));
    QVERIFY(m_real.hasText(u"With device = sensor-1:"_s));
    QVERIFY(m_real.hasText(u"✓ publish to sensor-1-readings"_s));
    QVERIFY(m_real.hasText(u"Called “sensor-1 in the greenhouse”"_s));
    QVERIFY(m_real.hasText(u"Valid for 1 hour, at most 1 day"_s));
}

void TestTemplateIsMadeAndIssuedFrom::whatTheBrokerRefusesStandsUnderItsField()
{
    QVERIFY(m_real.click(u"+ Add a variable"_s));
    QVERIFY(m_real.click(u"Save template"_s));
    QTRY_VERIFY(m_real.hasText(u"Give each variable a name, or remove it."_s));
    QLineEdit *second = nullptr;
    const auto lines = m_real.dialog()->findChildren<QLineEdit *>();
    for (auto *each : lines) {
        if (each->accessibleName() == u"Variable"_s && each->text().isEmpty())
            second = each;
    }
    QVERIFY(second);
    second->setText(u"Device"_s); // begins with a capital
    QVERIFY(m_real.click(u"Save template"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(u"Variables must have different names"_s),
                             RealWindow::kPatienceMs);
    QCOMPARE(stored("sensor").status, 404);
    QVERIFY(m_real.hasButton(u"Save template"_s));
    const auto removals = m_real.dialog()->findChildren<QAbstractButton *>();
    QAbstractButton *last = nullptr;
    for (auto *each : removals) {
        if (each->accessibleName() == u"Remove this variable"_s && each->isVisible())
            last = each;
    }
    QVERIFY(last);
    last->click();
    QTRY_VERIFY(!m_real.hasText(u"Variables must have different names"_s));
}

void TestTemplateIsMadeAndIssuedFrom::itIsSaved()
{
    QVERIFY(m_real.click(u"Save template"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_real.dialog(), RealWindow::kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(titles().contains(u"sensor"_s), RealWindow::kPatienceMs);
    const auto json = stored("sensor").json();
    QCOMPARE(json[u"kind"_s].toString(), u"disposable"_s);
    QCOMPARE(json[u"grants"_s][0][u"role"_s].toString(), u"publish"_s);
    QCOMPARE(json[u"grants"_s][0][u"topic"_s].toString(), u"{device}-readings"_s);
    QCOMPARE(json[u"variables"_s][0][u"name"_s].toString(), u"device"_s);
}

void TestTemplateIsMadeAndIssuedFrom::aTokenOfItCanJustThat()
{
    choose(u"sensor"_s);
    QVERIFY(m_real.click(u"Issue from it…"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.field(u"device"_s), RealWindow::kPatienceMs); // it is chosen
    QVERIFY(!m_real.hasButton(u"Issue token"_s)); // for no device yet
    auto *valid = m_real.named<QComboBox>(u"Valid"_s);
    QVERIFY(valid);
    QCOMPARE(valid->currentText(), u"as the template says: 1 hour"_s);
    QTest::keyClicks(m_real.field(u"device"_s), u"thermometer"_s);
    QTRY_VERIFY(m_real.hasText(u"✓ publish to thermometer-readings"_s));
    QVERIFY(m_real.click(u"Issue token"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.named<QLineEdit>(u"token"_s), RealWindow::kPatienceMs);
    const auto token = m_real.named<QLineEdit>(u"token"_s)->text().toLatin1();
    QVERIFY(token.startsWith("prl_tmp_"));
    QVERIFY(m_real.click(u"Done"_s));
    QCOMPARE(publishText(m_port, token, "thermometer-readings", "21").status, 200);
    QCOMPARE(publishText(m_port, token, "scale-readings", "21").status, 403);
    QCOMPARE(ask(m_port, token, "GET", "/v1/history/default/thermometer-readings").status, 403);
    QTRY_VERIFY(!m_real.dialog());
}

// What an application's back end has: a key that can nothing but issue.
void TestTemplateIsMadeAndIssuedFrom::aKeyMayIssueFromItAlone()
{
    auto *views = m_real.named<QTabBar>(u"Tokens or templates"_s);
    QTest::keyClick(views, Qt::Key_Left);
    QVERIFY(m_real.click(u"Issue token"_s));
    QTRY_VERIFY(m_real.dialog());
    QTest::keyClicks(m_real.field(u"For"_s), u"Back end"_s);
    QVERIFY(m_real.click(u"Issues tokens from templates"_s));
    QTRY_VERIFY(m_real.button(u"sensor"_s));
    m_real.button(u"sensor"_s)->click();
    QTRY_VERIFY(m_real.hasText(u"✓ issue tokens from sensor"_s));
    QVERIFY(m_real.click(u"Issue token"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.named<QLineEdit>(u"token"_s), RealWindow::kPatienceMs);
    const auto key = m_real.named<QLineEdit>(u"token"_s)->text().toLatin1();
    QVERIFY(m_real.click(u"Done"_s));
    const QJsonObject device{{u"variables"_s, QJsonObject{{u"device"_s, u"scale"_s}}}};
    QCOMPARE(ask(m_port, key, "POST", "/v1/templates/sensor/tokens", device).status, 201);
    QCOMPARE(ask(m_port, key, "POST", "/v1/templates/reader/tokens", device).status, 403);
    QCOMPARE(publishText(m_port, key, "scale-readings", "21").status, 403);
    QTRY_VERIFY(!m_real.dialog());
    QTest::keyClick(views, Qt::Key_Right);
    QTRY_VERIFY(titles().contains(u"sensor"_s));
}

void TestTemplateIsMadeAndIssuedFrom::itIsChanged()
{
    choose(u"sensor"_s);
    QVERIFY(m_real.click(u"Edit…"_s));
    QTRY_VERIFY(m_real.dialog());
    QVERIFY(line(u"Name"_s)->isReadOnly());
    QTest::keyClicks(line(u"Title"_s), u"Greenhouse sensor"_s);
    QVERIFY(m_real.click(u"Save template"_s));
    QTRY_VERIFY_WITH_TIMEOUT(titles().contains(u"Greenhouse sensor"_s), RealWindow::kPatienceMs);
    QCOMPARE(stored("sensor").json()[u"title"_s].toString(), u"Greenhouse sensor"_s);
    QTRY_VERIFY(!m_real.dialog());
}

void TestTemplateIsMadeAndIssuedFrom::itIsDuplicated()
{
    choose(u"Chat member"_s);
    QVERIFY(m_real.click(u"Duplicate…"_s));
    QTRY_VERIFY(m_real.dialog());
    QCOMPARE(line(u"Name"_s)->text(), u"chat-member-copy"_s);
    QVERIFY(m_real.click(u"Save template"_s));
    QTRY_VERIFY_WITH_TIMEOUT(titles().contains(u"Chat member (copy)"_s), RealWindow::kPatienceMs);
    auto copy = stored("chat-member-copy").json();
    auto original = stored("chat-member").json();
    for (auto *json : {&copy, &original}) {
        json->remove(u"name"_s);
        json->remove(u"title"_s);
    }
    QVERIFY(!copy.isEmpty());
    QCOMPARE(copy, original); // nothing else is lost on the way through the form
    QTRY_VERIFY(!m_real.dialog());
}

void TestTemplateIsMadeAndIssuedFrom::aDeleteIsTakenBack()
{
    choose(u"Greenhouse sensor"_s);
    QVERIFY(m_real.click(u"Delete"_s));
    QTRY_VERIFY(!titles().contains(u"Greenhouse sensor"_s));
    QCOMPARE(stored("sensor").status, 200); // for as long as it can be undone
    QVERIFY(m_real.click(u"Undo"_s));
    QTRY_VERIFY(titles().contains(u"Greenhouse sensor"_s));
    QCOMPARE(stored("sensor").status, 200);
}

void TestTemplateIsMadeAndIssuedFrom::aDeleteIsDone()
{
    choose(u"Greenhouse sensor"_s);
    QVERIFY(m_real.click(u"Delete"_s));
    m_real.window().close(); // what was offered to be undone is done at the latest now
    QTRY_COMPARE_WITH_TIMEOUT(stored("sensor").status, 404, RealWindow::kPatienceMs);
    QCOMPARE(stored("chat-member").status, 200);
}

QTEST_MAIN(TestTemplateIsMadeAndIssuedFrom)
#include "tst_template_is_made_and_issued_from.moc"
