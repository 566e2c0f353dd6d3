#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

#include "tests/support/fake_broker/fake_broker.h"
#include "ui/common/act_guard.h"
#include "ui/chat/join_dialog.h"
#include "ui/common/broker_link.h"
#include "ui/common/navigator.h"
#include "ui/common/undo_bar.h"
#include "ui/webhooks/webhook_detail.h"

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
    void savingMayBeTriedAgain();

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

void TestFormsSayWhy::savingMayBeTriedAgain()
{
    FakeBroker broker;
    QVERIFY(broker.listen());
    int saves = 0;
    broker.answer("PATCH /v1/webhooks/whk_1", [&saves](const FakeBroker::Request &request) {
        if (saves++ == 0)
            return FakeBroker::error(503, 203, u"the disk is behind"_s);
        QJsonObject stored{{u"id"_s, u"whk_1"_s},      {u"namespace"_s, u"default"_s},
                           {u"topic"_s, u"weather"_s}, {u"createdAt"_s, qint64(1'795'000'000'000)},
                           {u"stateReason"_s, u""_s},  {u"state"_s, u"active"_s}};
        const QJsonObject sent = request.json();
        for (auto each = sent.begin(); each != sent.end(); ++each)
            stored.insert(each.key(), each.value());
        return FakeBroker::Response{200, QJsonDocument(stored).toJson(), {}};
    });
    BrokerLink link;
    link.open({broker.url(), FakeBroker::token()});
    Navigator navigator;
    UndoBar undo;
    ActGuard guard;
    WebhookDetail detail({link, navigator, undo, guard}, nullptr);
    client::WebhookInfo webhook;
    webhook.id = u"whk_1"_s;
    webhook.name = u"before"_s;
    webhook.address = {u"default"_s, u"weather"_s};
    webhook.url = u"function:echo"_s;
    detail.setWebhook(webhook);
    detail.show();
    QPushButton *const save = button(detail, u"Save changes"_s);
    const auto fields = detail.findChildren<QLineEdit *>();
    const auto name = std::find_if(fields.begin(), fields.end(),
                                   [](const QLineEdit *each) { return each->text() == u"before"; });
    QVERIFY(save && name != fields.end());
    (*name)->setText(u"after"_s);
    QTRY_VERIFY(save->isEnabled());
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_VERIFY(hasText(detail, u"The disk is behind"_s));
    QVERIFY(save->isEnabled());
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_COMPARE(saves, 2);
    QTRY_VERIFY(!hasText(detail, u"The disk is behind"_s));
    QVERIFY(!save->isEnabled()); // there is nothing to save any more
}

QTEST_MAIN(TestFormsSayWhy)
#include "tst_forms_say_why.moc"
