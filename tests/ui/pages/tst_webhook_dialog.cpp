#include <QComboBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QSignalSpy>
#include <QSpinBox>

#include "tests/ui/pages/page_probe.h"
#include "ui/webhooks/header_list.h"
#include "ui/webhooks/rotate_secret_dialog.h"
#include "ui/webhooks/webhook_dialog.h"
#include "ui/webhooks/webhook_form.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;
using parley::test::FakeBroker;
using parley::test::PageProbe;

namespace {

constexpr char kOne[]
    = R"({"id":"whk_1","name":"before","namespace":"default","topic":"weather","url":"https://a.example/x","schedule":"standard","level":"public","state":"active","headers":[{"name":"X-Key","value":null,"secret":true}],"authentication":{"kind":"bearer","hasSecret":true}})";

} // namespace

// A webhook made and changed by hand, in front of a broker that refuses now and then.
class TestWebhookDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void nothingIsWrongBeforeSomebodyTypes();
    void savingGoesToWhatIsMissing();
    void aNewOneShowsItsSecretsOnce();
    void escapeLosesNoSecret();
    void onlyWhatChangedIsSent();
    void aRefusalStandsUnderItsField_data();
    void aRefusalStandsUnderItsField();
    void savingMayBeTriedAgain();
    void theFilterIsTriedOnTheLastMessage();
    void fieldsComeAndGo();
    void secretsAreNeverShownAgain();
    void aRotationShowsTheNewSecret();

private:
    QPointer<WebhookDialog> open(WebhookDialog::Use use);
    static bool say(WebhookDialog &dialog, const QString &field, const QString &text);
    static bool choose(WebhookDialog &dialog, const QString &field, const QString &value);
    static bool hasProblem(const WebhookDialog &dialog, int tab);

    std::unique_ptr<PageProbe> m_probe;
    QWidget m_parent;
};

void TestWebhookDialog::initTestCase()
{
    m_parent.show();
}

void TestWebhookDialog::init()
{
    m_probe = std::make_unique<PageProbe>();
    QVERIFY(m_probe->open());
    m_probe->broker.answer("GET /v1/topics", R"({"topics":[]})");
    m_probe->broker.answer("GET /v1/functions", R"({"functions":[{"name":"echo"}],"engines":[]})");
}

QPointer<WebhookDialog> TestWebhookDialog::open(WebhookDialog::Use use)
{
    const auto webhook = use == WebhookDialog::Use::New
        ? client::WebhookInfo()
        : *client::webhookInfoFrom(QJsonDocument::fromJson(kOne).object());
    QPointer dialog(new WebhookDialog(m_probe->context(), webhook, use, &m_parent));
    dialog->show();
    return dialog;
}

bool TestWebhookDialog::say(WebhookDialog &dialog, const QString &field, const QString &text)
{
    auto *found = PageProbe::field(dialog, field);
    if (auto *box = qobject_cast<QComboBox *>(found))
        box->setEditText(text);
    else if (auto *line = qobject_cast<QLineEdit *>(found))
        line->setText(text);
    else if (auto *whole = qobject_cast<QPlainTextEdit *>(found))
        whole->setPlainText(text);
    return found != nullptr;
}

bool TestWebhookDialog::choose(WebhookDialog &dialog, const QString &field, const QString &value)
{
    auto *box = qobject_cast<QComboBox *>(PageProbe::field(dialog, field));
    if (box)
        box->setCurrentIndex(box->findData(value));
    return box != nullptr && box->currentData().toString() == value;
}

bool TestWebhookDialog::hasProblem(const WebhookDialog &dialog, int tab)
{
    return dialog.findChild<WebhookForm *>()->tabText(tab).startsWith(u"⚠"_s);
}

void TestWebhookDialog::nothingIsWrongBeforeSomebodyTypes()
{
    const auto dialog = open(WebhookDialog::Use::New);
    for (int tab = 0; tab < dialog->form()->count(); ++tab)
        QVERIFY(!hasProblem(*dialog, tab));
    QVERIFY(PageProbe::hasText(*dialog, u"Say what is called"_s));
    QVERIFY(say(*dialog, u"Calls"_s, u"ftp://x"_s));
    QVERIFY(hasProblem(*dialog, 0));
    QVERIFY(PageProbe::hasText(*dialog, u"Write an address such as"_s));
    QVERIFY(say(*dialog, u"Calls"_s, u"https://a.example/x"_s));
    QVERIFY(!hasProblem(*dialog, 0));
    delete dialog;
}

void TestWebhookDialog::savingGoesToWhatIsMissing()
{
    const auto dialog = open(WebhookDialog::Use::New);
    QVERIFY(say(*dialog, u"Calls"_s, u"https://a.example/x"_s));
    PageProbe::button(*dialog, u"Make webhook"_s)->click();
    QCOMPARE(dialog->form()->currentIndex(), 1);
    QVERIFY(PageProbe::hasText(*dialog, u"Name the topic."_s));
    QCOMPARE(m_probe->broker.count("POST /v1/webhooks"), 0);
    delete dialog;
}

void TestWebhookDialog::aNewOneShowsItsSecretsOnce()
{
    m_probe->broker.answer("POST /v1/webhooks",
                           R"({"webhook":)" + QByteArray(kOne)
                               + R"(,"secret":"whsec_once","momentoSecret":"m_once"})",
                           201);
    const auto dialog = open(WebhookDialog::Use::New);
    QSignalSpy made(dialog, &WebhookDialog::webhookMade);
    QVERIFY(say(*dialog, u"Calls"_s, u"https://a.example/x"_s));
    QVERIFY(say(*dialog, u"Topic"_s, u"weather"_s));
    QVERIFY(PageProbe::hasText(*dialog, u"Messages of “weather” go to https://a.example/x"_s));
    PageProbe::button(*dialog, u"Make webhook"_s)->click();
    QTRY_COMPARE(made.size(), 1);
    auto *secret = PageProbe::named<QLineEdit>(*dialog, u"signing secret"_s);
    QVERIFY(secret && secret->text() == u"whsec_once"_s);
    QCOMPARE(secret->echoMode(), QLineEdit::Password); // until somebody asks to see it
    QVERIFY(PageProbe::named<QLineEdit>(*dialog, u"Momento secret"_s));
    QCOMPARE(m_probe->last().json()[u"topic"_s].toString(), u"weather"_s);
    QVERIFY(!m_probe->last().json().contains(u"headers"_s));
    PageProbe::button(*dialog, u"Done"_s)->click();
    QTRY_VERIFY(dialog.isNull());
}

void TestWebhookDialog::escapeLosesNoSecret()
{
    m_probe->broker.answer("POST /v1/webhooks",
                           R"({"webhook":)" + QByteArray(kOne)
                               + R"(,"secret":"whsec_once","momentoSecret":"m_once"})",
                           201);
    m_probe->broker.silence("POST /v1/webhooks");
    const auto dialog = open(WebhookDialog::Use::New);
    QVERIFY(say(*dialog, u"Calls"_s, u"https://a.example/x"_s));
    QVERIFY(say(*dialog, u"Topic"_s, u"weather"_s));
    PageProbe::button(*dialog, u"Make webhook"_s)->click();
    QTest::keyClick(dialog.data(), Qt::Key_Escape);
    QVERIFY(dialog && dialog->isVisible()); // the broker may have made it
    QTRY_COMPARE(m_probe->broker.count("POST /v1/webhooks"), 1);
    m_probe->broker.speak("POST /v1/webhooks");
    QTRY_VERIFY(PageProbe::named<QLineEdit>(*dialog, u"signing secret"_s));
    QTest::keyClick(dialog.data(), Qt::Key_Escape);
    QVERIFY(dialog && dialog->isVisible());
    PageProbe::button(*dialog, u"Done"_s)->click();
    QTRY_VERIFY(dialog.isNull());
}

void TestWebhookDialog::onlyWhatChangedIsSent()
{
    m_probe->broker.answer("PATCH /v1/webhooks/whk_1", kOne);
    const auto dialog = open(WebhookDialog::Use::Change);
    auto *save = PageProbe::button(*dialog, u"Save changes"_s);
    QVERIFY(!save->isEnabled());
    QVERIFY(choose(*dialog, u"Retries"_s, u"custom"_s));
    QVERIFY(say(*dialog, u"Wait"_s, u"1s, 5m"_s));
    QVERIFY(PageProbe::hasText(*dialog, u"3 attempts within 5 min 1 s"_s));
    QVERIFY(save->isEnabled());
    save->click();
    QTRY_VERIFY(dialog.isNull());
    const auto json = m_probe->lastTo("PATCH /v1/webhooks/whk_1").json();
    QCOMPARE(json.keys(), (QStringList{u"delaySeconds"_s, u"schedule"_s}));
    QCOMPARE(json[u"delaySeconds"_s].toArray(), (QJsonArray{1, 300}));
}

void TestWebhookDialog::aRefusalStandsUnderItsField_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("tab"); // -1: it names no field
    QTest::newRow("url") << u"url must not be this broker's own"_s << 0;
    QTest::newRow("function") << u"there is no function \"x\""_s << 0;
    QTest::newRow("filter") << u"filter: kind must be a list"_s << 1;
    QTest::newRow("a field that is not there") << u"delaySeconds must be 0 to 30"_s << -1;
    QTest::newRow("headers") << u"headers: at most 16"_s << 3;
    QTest::newRow("key") << u"tls: the key is not the certificate's"_s << 3;
    QTest::newRow("none of them") << u"the broker has its 1,000 webhooks"_s << -1;
}

void TestWebhookDialog::aRefusalStandsUnderItsField()
{
    QFETCH(const QString, message);
    QFETCH(const int, tab);
    m_probe->broker.answer("PATCH /v1/webhooks/whk_1", [message](const auto &) {
        return FakeBroker::error(400, 100, message);
    });
    m_probe->broker.silence("GET /v1/functions");
    const auto dialog = open(WebhookDialog::Use::Change);
    QVERIFY(say(*dialog, u"Name"_s, u"after"_s));
    PageProbe::button(*dialog, u"Save changes"_s)->click();
    QTRY_VERIFY(PageProbe::hasText(*dialog, message.mid(1)));
    if (tab >= 0)
        QCOMPARE(dialog->form()->currentIndex(), tab);
    QSignalSpy checked(dialog->form(), &WebhookForm::checked);
    m_probe->broker.speak("GET /v1/functions"); // news of the broker are no answer to it
    QTRY_COMPARE(checked.size(), 1);
    QVERIFY(PageProbe::hasText(*dialog, message.mid(1)));
    QVERIFY(say(*dialog, u"Name"_s, u"later"_s)); // something is done about it
    QTRY_VERIFY(!PageProbe::hasText(*dialog, message.mid(1)));
    delete dialog;
}

void TestWebhookDialog::savingMayBeTriedAgain()
{
    int saves = 0;
    m_probe->broker.answer("PATCH /v1/webhooks/whk_1", [&saves](const auto &) {
        return saves++ == 0 ? FakeBroker::error(503, 203, u"the disk is behind"_s)
                            : FakeBroker::Response{200, kOne, {}};
    });
    const auto dialog = open(WebhookDialog::Use::Change);
    QVERIFY(say(*dialog, u"Name"_s, u"after"_s));
    auto *save = PageProbe::button(*dialog, u"Save changes"_s);
    save->click();
    QTRY_VERIFY(PageProbe::hasText(*dialog, u"The disk is behind"_s));
    QVERIFY(save->isEnabled());
    save->click();
    QTRY_VERIFY(dialog.isNull());
    QCOMPARE(saves, 2);
}

void TestWebhookDialog::theFilterIsTriedOnTheLastMessage()
{
    m_probe->broker.answer(
        "GET /v1/topics/default/weather",
        R"({"namespace":"default","topic":"weather","durability":"memory","retainedBytes":1,"page":3,"createdAt":1,"lastSequence":9,"firstSequence":1,"publishedMessages":9,"publishedBytes":1,"deliveredMessages":1,"keptBytes":1,"subscribers":0,"webhooks":0})");
    m_probe->broker.answer(
        "GET /v1/history/default/weather",
        R"({"items":[{"namespace":"default","topic":"weather","page":3,"sequence":9,"time":1,"publisherId":"","text":"{\"kind\":\"rain\"}"}],"next":null})");
    const auto dialog = open(WebhookDialog::Use::Change);
    dialog->form()->setCurrentIndex(1);
    QVERIFY(say(*dialog, u"Filter"_s, uR"({"kind":["rain"]})"_s));
    QTRY_VERIFY(PageProbe::hasText(*dialog, u"✓ The last message would be sent"_s));
    QVERIFY(m_probe->lastTo("GET /v1/history/default/weather").query.contains(u"after=3-8"_s));
    QVERIFY(say(*dialog, u"Filter"_s, uR"({"kind":["snow"]})"_s));
    QVERIFY(PageProbe::hasText(*dialog, u"✕ The last message would be left out"_s));
    QVERIFY(say(*dialog, u"Filter"_s, u"{"_s));
    QVERIFY(PageProbe::hasText(*dialog, u"This is not JSON"_s));
    QVERIFY(hasProblem(*dialog, 1));
    delete dialog;
}

void TestWebhookDialog::fieldsComeAndGo()
{
    const auto dialog = open(WebhookDialog::Use::New);
    const auto isShown = [&](const QString &field) {
        const auto *found = PageProbe::field(*dialog, field);
        return found && found->isVisible();
    };
    dialog->form()->setCurrentIndex(2);
    QVERIFY(!isShown(u"Wait"_s) && !isShown(u"Place of the value"_s));
    QVERIFY(choose(*dialog, u"Retries"_s, u"custom"_s));
    QVERIFY(choose(*dialog, u"Order"_s, u"key:place"_s));
    QVERIFY(isShown(u"Wait"_s) && isShown(u"Place of the value"_s));
    QVERIFY(choose(*dialog, u"Order"_s, u"endpoint"_s));
    QVERIFY(!isShown(u"Requests at the same time"_s));
    dialog->form()->setCurrentIndex(3);
    QVERIFY(!isShown(u"User"_s));
    QVERIFY(choose(*dialog, u"Authentication"_s, u"basic"_s));
    QVERIFY(isShown(u"User"_s) && isShown(u"Password"_s) && !isShown(u"Region"_s));
    QVERIFY(choose(*dialog, u"Authentication"_s, u"aws"_s));
    QVERIFY(isShown(u"Access key id"_s) && isShown(u"Region"_s));
    QVERIFY(choose(*dialog, u"Kind"_s, u"1"_s)); // a function
    QVERIFY(!isShown(u"Authentication"_s) && !isShown(u"Headers"_s));
    QVERIFY(PageProbe::hasText(*dialog, u"it needs no password"_s));
    delete dialog;
}

void TestWebhookDialog::secretsAreNeverShownAgain()
{
    m_probe->broker.answer("PATCH /v1/webhooks/whk_1", kOne);
    const auto dialog = open(WebhookDialog::Use::Change);
    dialog->form()->setCurrentIndex(3);
    auto *token = qobject_cast<QLineEdit *>(PageProbe::field(*dialog, u"Token"_s));
    QVERIFY(token && token->text().isEmpty());
    QCOMPARE(token->placeholderText(), u"kept as it is"_s);
    QCOMPARE(token->echoMode(), QLineEdit::Password);
    const auto headers = dialog->findChild<HeaderList *>()->headers();
    QCOMPARE(headers.size(), 1);
    QVERIFY(!headers.first().value && headers.first().secret);
    token->setText(u"new token"_s);
    PageProbe::button(*dialog, u"Save changes"_s)->click();
    QTRY_VERIFY(dialog.isNull());
    const auto json = m_probe->lastTo("PATCH /v1/webhooks/whk_1").json();
    QCOMPARE(json.keys(), QStringList{u"authentication"_s});
    QCOMPARE(json[u"authentication"_s][u"secret"_s].toString(), u"new token"_s);
}

void TestWebhookDialog::aRotationShowsTheNewSecret()
{
    m_probe->broker.answer("POST /v1/webhooks/whk_1/rotate",
                           R"({"webhook":)" + QByteArray(kOne) + R"(,"secret":"whsec_new"})");
    client::WebhookInfo webhook;
    webhook.id = u"whk_1"_s;
    QPointer dialog(new RotateSecretDialog(m_probe->context(), webhook, &m_parent));
    dialog->show();
    auto *overlap
        = qobject_cast<QComboBox *>(PageProbe::field(*dialog, u"The old one signs too"_s));
    QVERIFY(overlap);
    QCOMPARE(overlap->currentData().toInt(), 86'400);
    PageProbe::button(*dialog, u"Make a new secret"_s)->click();
    QTRY_VERIFY(PageProbe::named<QLineEdit>(*dialog, u"signing secret"_s));
    QCOMPARE(m_probe->last().json()[u"overlapSeconds"_s].toInt(), 86'400);
    PageProbe::button(*dialog, u"Done"_s)->click();
    QTRY_VERIFY(dialog.isNull());
}

QTEST_MAIN(TestWebhookDialog)
#include "tst_webhook_dialog.moc"
