#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

#include "tests/support/fake_broker/fake_broker.h"
#include "ui/chat/join_dialog.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;
using parley::test::FakeBroker;

// A form that cannot do what was asked says so, and can be used again.
class TestFormsSayWhy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void joiningRefusesAnAddress_data();
    void joiningRefusesAnAddress();
    void joiningSaysWhatTheBrokerSaid();

private:
    static bool hasText(const QWidget &form, const QString &part);
    static QPushButton *button(const QWidget &form, const QString &words);
};

void TestFormsSayWhy::initTestCase()
{
    QTest::failOnWarning(
        QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
}

bool TestFormsSayWhy::hasText(const QWidget &form, const QString &part)
{
    const auto labels = form.findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->isVisible() && label->text().contains(part);
    });
}

QPushButton *TestFormsSayWhy::button(const QWidget &form, const QString &words)
{
    const auto buttons = form.findChildren<QPushButton *>();
    const auto found = std::find_if(buttons.begin(), buttons.end(),
                                    [&](const QPushButton *each) { return each->text() == words; });
    return found == buttons.end() ? nullptr : *found;
}

void TestFormsSayWhy::joiningRefusesAnAddress_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("why");
    QTest::newRow("plain http to another host")
        << u"http://example.org:8080"_s << u"t"_s << u"Use https"_s;
    QTest::newRow("no scheme") << u"example.org"_s << u"t"_s << u"Write an address"_s;
    QTest::newRow("another scheme") << u"ftp://127.0.0.1"_s << u"t"_s << u"Write an address"_s;
    QTest::newRow("no token") << u"http://127.0.0.1:8080"_s << QString() << u"token"_s;
}

void TestFormsSayWhy::joiningRefusesAnAddress()
{
    QFETCH(const QString, address);
    QFETCH(const QString, token);
    QFETCH(const QString, why);
    auto *dialog = new JoinDialog(QUrl(address), nullptr);
    dialog->show();
    const auto fields = dialog->findChildren<QLineEdit *>();
    QCOMPARE(fields.size(), 2);
    fields[0]->setText(address);
    fields[1]->setText(token);
    QTest::mouseClick(button(*dialog, u"Join"_s), Qt::LeftButton);
    QVERIFY(hasText(*dialog, why));
    QVERIFY(button(*dialog, u"Join"_s)->isEnabled()); // nothing is under way
    delete dialog;
}

void TestFormsSayWhy::joiningSaysWhatTheBrokerSaid()
{
    FakeBroker broker;
    QVERIFY(broker.listen());
    broker.answer("GET /v1/token",
                  R"({"error":{"code":101,"name":"unauthenticated",)"
                  R"("message":"no such token","retryable":false}})",
                  401);
    auto *dialog = new JoinDialog(broker.url(), nullptr);
    dialog->show();
    dialog->findChildren<QLineEdit *>().at(1)->setText(u"prl_tmp_wrong"_s);
    QTest::mouseClick(button(*dialog, u"Join"_s), Qt::LeftButton);
    QVERIFY(!button(*dialog, u"Join"_s)->isEnabled());
    QTRY_VERIFY(button(*dialog, u"Join"_s)->isEnabled());
    QVERIFY(dialog->isVisible());
    QVERIFY(hasText(*dialog, u"The token is unknown"_s));
    QCOMPARE(broker.requests().size(), 1);
    delete dialog;
}

QTEST_MAIN(TestFormsSayWhy)
#include "tst_forms_say_why.moc"
