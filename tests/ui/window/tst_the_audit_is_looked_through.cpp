#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QLineEdit>

#include "tests/support/raw_http.h"
#include "tests/ui/window/real_window.h"
#include "ui/audit/audit_page.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// The audit's page in front of a real broker: filters that the broker answers, live acts among
// them, one act in detail, and all of them in a file.
class TestTheAuditIsLookedThrough : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void actsComeLive();
    void oneActIsToldInDetail();
    void onlyRefusedOnesAreShown();
    void onlyOnesActsAreShown();
    void whatMatchesNothingSaysSo();
    void allOfItIsExported_data();
    void allOfItIsExported();
    void aCancelledExportLeavesNothing();
    void anExportThatCannotBeWrittenSaysSo();

private:
    QStringList actions() const { return m_real.column(u"Audit log"_s, 1); }
    QComboBox *choice(const QString &name) const { return m_real.named<QComboBox>(name); }
    ui::AuditPage *page() const { return m_real.window().findChild<ui::AuditPage *>(); }
    static QByteArray contentOf(const QString &file);

    RealWindow m_real;
    QTemporaryDir m_folder;
    QByteArray m_reader; // a token that may not make topics
};

QByteArray TestTheAuditIsLookedThrough::contentOf(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

void TestTheAuditIsLookedThrough::initTestCase()
{
    failOnQtWarnings();
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    m_real.openPage(u"Audit"_s);
    const auto issued = ask(m_real.broker().port(), m_real.ownerToken(), "POST", "/v1/tokens",
                            {{u"label"_s, u"=Ana, \"the reader\""_s},
                             {u"grants"_s,
                              QJsonArray{QJsonObject{{u"role"_s, u"subscribe"_s},
                                                     {u"namespace"_s, u"default"_s},
                                                     {u"topic"_s, u"news"_s}}}}});
    QCOMPARE(issued.status, 201);
    m_reader = issued.json()[u"secret"_s].toString().toUtf8();
    QVERIFY(!m_reader.isEmpty());
}

void TestTheAuditIsLookedThrough::actsComeLive()
{
    QVERIFY(makeTopic(m_real.broker().port(), m_real.ownerToken(), "news"));
    QVERIFY(makeTopic(m_real.broker().port(), m_reader, "mine") == false);
    QTRY_VERIFY_WITH_TIMEOUT(actions().contains(u"topic.created"_s), RealWindow::kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_real.column(u"Audit log"_s, 2).contains(u"refused"_s),
                             RealWindow::kPatienceMs);
}

void TestTheAuditIsLookedThrough::oneActIsToldInDetail()
{
    auto *table = m_real.named<QTableView>(u"Audit log"_s);
    QVERIFY(table);
    table->selectRow(int(actions().indexOf(u"topic.created"_s)));
    QTRY_VERIFY(m_real.hasText(u"default/news"_s));
    QVERIFY(m_real.hasText(u"from 127.0.0.1"_s));
    const auto members = m_real.column(u"Changes"_s, 0);
    QVERIFY2(members.contains(u"durability"_s), qPrintable(members.join(u' ')));
    table->selectRow(int(m_real.column(u"Audit log"_s, 2).indexOf(u"refused"_s)));
    QTRY_VERIFY(m_real.hasText(u"it was refused"_s));
}

void TestTheAuditIsLookedThrough::onlyRefusedOnesAreShown()
{
    choice(u"Outcome"_s)->setCurrentIndex(2);
    QTRY_COMPARE_WITH_TIMEOUT(m_real.column(u"Audit log"_s, 2), QStringList{u"refused"_s},
                              RealWindow::kPatienceMs);
    QVERIFY(makeTopic(m_real.broker().port(), m_real.ownerToken(), "more")); // live, left out
    QVERIFY(makeTopic(m_real.broker().port(), m_real.ownerToken(), "last"));
    choice(u"Outcome"_s)->setCurrentIndex(1);
    QTRY_COMPARE_WITH_TIMEOUT(actions().count(u"topic.created"_s), 3, RealWindow::kPatienceMs);
    QVERIFY(!m_real.column(u"Audit log"_s, 2).contains(u"refused"_s));
    choice(u"Outcome"_s)->setCurrentIndex(0);
    QTRY_VERIFY_WITH_TIMEOUT(m_real.column(u"Audit log"_s, 2).contains(u"refused"_s),
                             RealWindow::kPatienceMs);
}

void TestTheAuditIsLookedThrough::onlyOnesActsAreShown()
{
    auto *table = m_real.named<QTableView>(u"Audit log"_s);
    table->selectRow(int(m_real.column(u"Audit log"_s, 2).indexOf(u"refused"_s)));
    const qsizetype all = actions().size();
    QVERIFY(m_real.click(u"Only acts by this one"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_real.column(u"Audit log"_s, 2), QStringList{u"refused"_s},
                              RealWindow::kPatienceMs);
    QVERIFY(all > 1);
    QAbstractButton *everybody = nullptr;
    for (auto *each : m_real.window().findChildren<QAbstractButton *>())
        if (each->isVisible() && each->text().startsWith(u"Only by"_s))
            everybody = each;
    QVERIFY(everybody);
    everybody->click();
    QTRY_COMPARE_WITH_TIMEOUT(actions().size(), all, RealWindow::kPatienceMs);
    QVERIFY(!everybody->isVisible());
}

void TestTheAuditIsLookedThrough::whatMatchesNothingSaysSo()
{
    auto *find = m_real.window().findChild<QLineEdit *>();
    for (auto *line : page()->findChildren<QLineEdit *>())
        if (line->isVisible())
            find = line;
    find->setText(u"nothing is called so"_s);
    QTRY_VERIFY(m_real.hasText(u"No act is like that."_s));
    QVERIFY(m_real.click(u"Show all acts"_s));
    QTRY_VERIFY(!actions().isEmpty());
    QVERIFY(find->text().isEmpty());
}

void TestTheAuditIsLookedThrough::allOfItIsExported_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<int>("heads");
    QTest::newRow("csv") << u"acts.csv"_s << QByteArray("\xEF\xBB\xBFid,time,") << 1;
    QTest::newRow("json lines") << u"acts.jsonl"_s << QByteArray("{\"action\"") << 0;
}

void TestTheAuditIsLookedThrough::allOfItIsExported()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, begin);
    QFETCH(int, heads);
    const QString file = m_folder.filePath(name);
    page()->exportTo(file);
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(u"acts are in"_s), RealWindow::kPatienceMs);
    const QByteArray content = contentOf(file);
    QVERIFY2(content.startsWith(begin), content.left(40).constData());
    QCOMPARE(content.count('\n') - heads, actions().size());
    QVERIFY(content.contains("topic.created"));
    QVERIFY(!content.contains(m_reader) && !content.contains(m_real.ownerToken()));
    QCOMPARE(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    QVERIFY(m_real.click(u"Close"_s));
}

void TestTheAuditIsLookedThrough::aCancelledExportLeavesNothing()
{
    const QTemporaryDir folder;
    page()->exportTo(folder.filePath(u"acts.csv"_s));
    auto *cancel = m_real.button(u"Cancel the export"_s);
    QVERIFY(cancel);
    cancel->click(); // before anything was asked
    QVERIFY(m_real.hasText(u"no file was written"_s));
    QTRY_VERIFY(QDir(folder.path()).isEmpty()); // the draft goes with the export
}

void TestTheAuditIsLookedThrough::anExportThatCannotBeWrittenSaysSo()
{
    page()->exportTo(m_folder.filePath(u"no such folder/acts.csv"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(u"The export failed"_s), RealWindow::kPatienceMs);
    QVERIFY(m_real.button(u"Export…"_s)->isEnabled());
}

QTEST_MAIN(TestTheAuditIsLookedThrough)
#include "tst_the_audit_is_looked_through.moc"
