#include <QJsonArray>
#include <QTabWidget>

#include "tests/support/raw_http.h"
#include "tests/ui/window/real_window.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// The permission tester in front of a real broker: why a token may do something, or what it lacks.
class TestPermissionIsExplained : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aTokenIsAskedAbout_data();
    void aTokenIsAskedAbout();
    void anAreaHasNoTopic();
    void aSecretIsAskedAbout();
    void anUnknownSecretIsSaidToBe();
    void whoMayIsListed();

private:
    QByteArray issue(const QString &label, const QJsonObject &rights)
    {
        auto body = rights;
        body.insert(u"label"_s, label);
        return ask(m_real.broker().port(), m_real.ownerToken(), "POST", "/v1/tokens", body)
            .json()[u"secret"_s]
            .toString()
            .toLatin1();
    }
    QComboBox *choice(const QString &words) const
    {
        return qobject_cast<QComboBox *>(m_real.field(words));
    }
    QLineEdit *line(const QString &words) const
    {
        return qobject_cast<QLineEdit *>(m_real.field(words));
    }

    RealWindow m_real;
    QByteArray m_shop{};
};

void TestPermissionIsExplained::initTestCase()
{
    failOnQtWarnings();
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    const QJsonObject publish{
        {u"role"_s, u"publish"_s}, {u"namespace"_s, u"default"_s}, {u"topic"_s, u"weather"_s}};
    m_shop = issue(u"Shop"_s, {{u"grants"_s, QJsonArray{publish}}});
    const auto auditor = issue(u"Auditor"_s, {{u"admin"_s, QJsonObject{{u"tokens"_s, u"read"_s}}}});
    QVERIFY(!m_shop.isEmpty());
    QVERIFY(!auditor.isEmpty());
    m_real.openPage(u"Tokens"_s);
    QVERIFY(m_real.click(u"Test a permission…"_s));
    QTRY_VERIFY(m_real.dialog());
    QTRY_VERIFY_WITH_TIMEOUT(choice(u"Token"_s)->findText(u"Shop"_s) >= 0, RealWindow::kPatienceMs);
}

void TestPermissionIsExplained::aTokenIsAskedAbout_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("topic");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<QStringList>("reasons");
    const auto row = [](const char *name, const QString &token, const QString &action,
                        const QString &topic, bool allowed, const QStringList &reasons) {
        QTest::newRow(name) << token << action << topic
                            << (allowed ? u"✓ ALLOWED"_s : u"✕ DENIED"_s) << reasons;
    };
    const auto shop = u"Shop"_s;
    const auto auditor = u"Auditor"_s;
    row("by a grant", shop, u"publish"_s, u"weather"_s, true,
        {u"By its grant: publish to weather"_s});
    row("another right", shop, u"subscribe"_s, u"weather"_s, false,
        {u"No grant covers subscribe on default/weather."_s, u"Nearest grant: publish to weather"_s,
         u"That grant covers the topic, but gives another right."_s});
    row("another topic", shop, u"publish"_s, u"weather-2"_s, false,
        {u"Nearest grant: publish to weather"_s, u"That grant is for other topics."_s});
    row("no grants at all", auditor, u"publish"_s, u"weather"_s, false,
        {u"No grant covers publish on default/weather; the token has no grants."_s});
    row("an area it has", auditor, u"tokens.read"_s, {}, true, {u"The token may read tokens."_s});
    row("an area it only reads", auditor, u"tokens.write"_s, {}, false,
        {u"The token may not change tokens."_s});
    row("an area it has not", shop, u"webhooks.read"_s, {}, false,
        {u"The token may not read webhooks."_s});
    row("the owner's", u"the token of this window"_s, u"namespaces.write"_s, {}, true,
        {u"The token may do everything."_s});
}

void TestPermissionIsExplained::aTokenIsAskedAbout()
{
    QFETCH(const QString, token);
    QFETCH(const QString, action);
    QFETCH(const QString, topic);
    QFETCH(const QString, verdict);
    QFETCH(const QStringList, reasons);
    auto *tokens = choice(u"Token"_s);
    auto *actions = choice(u"Action"_s);
    const int chosen = tokens->findText(token);
    const int wanted = actions->findData(action);
    QVERIFY(chosen >= 0 && wanted >= 0);
    tokens->setCurrentIndex(chosen);
    actions->setCurrentIndex(wanted);
    if (!topic.isEmpty())
        line(u"Topic"_s)->setText(topic);
    QVERIFY(m_real.click(u"Check"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(verdict), RealWindow::kPatienceMs);
    for (const auto &reason : reasons)
        QVERIFY2(m_real.hasText(reason), qPrintable(reason));
}

void TestPermissionIsExplained::anAreaHasNoTopic()
{
    auto *actions = choice(u"Action"_s);
    actions->setCurrentIndex(actions->findData(u"publish"_s));
    QTRY_VERIFY(line(u"Topic"_s));
    actions->setCurrentIndex(actions->findData(u"logs.read"_s));
    QTRY_VERIFY(!line(u"Topic"_s));
    QVERIFY(!line(u"Namespace"_s));
}

void TestPermissionIsExplained::aSecretIsAskedAbout()
{
    auto *actions = choice(u"Action"_s);
    actions->setCurrentIndex(actions->findData(u"publish"_s));
    line(u"Secret"_s)->setText(QString::fromLatin1(m_shop));
    QVERIFY(!choice(u"Token"_s)->isEnabled()); // the secret is asked about
    line(u"Topic"_s)->setText(u"weather"_s);
    QVERIFY(m_real.click(u"Check"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(u"By its grant: publish to weather"_s),
                             RealWindow::kPatienceMs);
}

void TestPermissionIsExplained::anUnknownSecretIsSaidToBe()
{
    line(u"Secret"_s)->setText(u"prl_live_nobody"_s);
    QVERIFY(m_real.click(u"Check"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(u"No token has that id or secret."_s),
                             RealWindow::kPatienceMs);
    QVERIFY(m_real.hasText(u"✕ DENIED"_s));
    line(u"Secret"_s)->clear();
}

void TestPermissionIsExplained::whoMayIsListed()
{
    m_real.dialog()->findChild<QTabWidget *>()->setCurrentIndex(1);
    line(u"Topic"_s)->setText(u"weather"_s);
    QVERIFY(m_real.click(u"Show who may"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(u"Shop — publish to weather"_s),
                             RealWindow::kPatienceMs);
    QVERIFY(m_real.click(u"Close"_s));
    QTRY_VERIFY(!m_real.dialog());
}

QTEST_MAIN(TestPermissionIsExplained)
#include "tst_permission_is_explained.moc"
