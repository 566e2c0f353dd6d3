#include <memory>

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/commands/function_server.h"
#include "tests/support/fake_broker/fake_broker.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::app;
using parley::test::FakeBroker;

namespace {

constexpr char kCreate[] = "POST /v1/webhooks";
constexpr char kDelete[] = "DELETE /v1/webhooks/whk_1";
constexpr char kCreated[]
    = R"({"webhook":{"id":"whk_1","name":"n","namespace":"default","topic":"t","url":"http://127.0.0.1:1/","format":"momento","schedule":"chat","level":"local","state":"active","createdAt":5},"secret":"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","momentoSecret":"1234567890"})";

} // namespace

// When a served function ends while its webhook is being made: whatever the broker answers, and
// however late, no webhook is left that nobody serves.
class TestFunctionServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void stopsBeforeTheWebhookIsMade();
    void stopsBeforeTheWebhookIsRefused();
    void tellsOfAWebhookThatCannotBeDeleted();
    void stopsWhileAWebhookWithoutSecretGoes();
    void keepsWhatItWasToldToKeep();

private:
    void start(const QString &keepSecretIn = {});

    std::unique_ptr<FakeBroker> m_broker;
    std::unique_ptr<client::AdminClient> m_client;
    std::unique_ptr<FunctionServer> m_server;
    std::unique_ptr<QSignalSpy> m_ended;
    std::unique_ptr<QSignalSpy> m_failed;
    QTemporaryDir m_folder;
};

void TestFunctionServer::init()
{
    m_server.reset();
    m_client = std::make_unique<client::AdminClient>();
    m_broker = std::make_unique<FakeBroker>();
    QVERIFY(m_broker->listen());
    m_broker->answer(kCreate, kCreated, 201);
    m_broker->answer(kDelete, "{}");
    client::BrokerAddress address;
    address.url = m_broker->url();
    address.token = FakeBroker::token();
    m_client->setAddress(address);
}

void TestFunctionServer::start(const QString &keepSecretIn)
{
    FunctionServer::Settings settings;
    settings.topic = {u"default"_s, u"t"_s};
    settings.keepSecretIn = keepSecretIn;
    settings.program.program = u"/bin/cat"_s; // never run here
    m_server = std::make_unique<FunctionServer>(*m_client, settings);
    m_ended = std::make_unique<QSignalSpy>(m_server.get(), &FunctionServer::ended);
    m_failed = std::make_unique<QSignalSpy>(m_server.get(), &FunctionServer::failed);
    m_server->start();
}

void TestFunctionServer::stopsBeforeTheWebhookIsMade()
{
    m_broker->silence(kCreate);
    m_broker->silence(kDelete);
    start();
    QTRY_COMPARE(m_broker->count(kCreate), 1);
    m_server->stop();
    m_server->stop(); // by an impatient person
    QVERIFY(m_ended->isEmpty()); // the program would be gone, and the webhook would come
    m_broker->speak(kCreate);
    QTRY_COMPARE(m_broker->count(kDelete), 1);
    QVERIFY(m_ended->isEmpty());
    m_broker->speak(kDelete);
    QTRY_COMPARE(m_ended->size(), 1);
    QVERIFY(m_failed->isEmpty());
    QCOMPARE(m_broker->count(kDelete), 1);
}

void TestFunctionServer::stopsBeforeTheWebhookIsRefused()
{
    m_broker->answer(
        kCreate, [](const auto &) { return FakeBroker::error(403, 102, u"the token may not"_s); });
    m_broker->silence(kCreate);
    start();
    QTRY_COMPARE(m_broker->count(kCreate), 1);
    m_server->stop();
    QVERIFY(m_ended->isEmpty() && m_failed->isEmpty());
    m_broker->speak(kCreate);
    QTRY_COMPARE(m_failed->size(), 1);
    QCOMPARE(m_broker->requests().size(), 1); // there is nothing to delete
}

void TestFunctionServer::tellsOfAWebhookThatCannotBeDeleted()
{
    m_broker->answer(
        kDelete, [](const auto &) { return FakeBroker::error(403, 102, u"the token may not"_s); });
    m_broker->silence(kCreate);
    start();
    QTRY_COMPARE(m_broker->count(kCreate), 1);
    m_server->stop();
    m_broker->speak(kCreate);
    QTRY_COMPARE(m_failed->size(), 1);
    QVERIFY(m_ended->isEmpty());
}

// Its secret cannot be kept, so it goes at once; who stops then waits for that, too.
void TestFunctionServer::stopsWhileAWebhookWithoutSecretGoes()
{
    QFile taken(m_folder.filePath(u"taken"_s));
    QVERIFY(taken.open(QIODevice::WriteOnly));
    m_broker->silence(kDelete);
    start(taken.fileName());
    QTRY_COMPARE(m_broker->count(kDelete), 1);
    m_server->stop();
    QVERIFY(m_ended->isEmpty());
    m_broker->speak(kDelete);
    QTRY_COMPARE(m_failed->size(), 1); // the person learns that nothing was kept
    QVERIFY(m_ended->isEmpty());
}

void TestFunctionServer::keepsWhatItWasToldToKeep()
{
    const QString secret = m_folder.filePath(u"secret"_s);
    m_broker->silence(kCreate);
    start(secret);
    QTRY_COMPARE(m_broker->count(kCreate), 1);
    m_server->stop();
    QVERIFY(m_ended->isEmpty()); // its secret would be lost
    m_broker->speak(kCreate);
    QTRY_COMPARE(m_ended->size(), 1);
    QCOMPARE(m_broker->count(kDelete), 0);
    QFile kept(secret);
    QVERIFY(kept.open(QIODevice::ReadOnly) && kept.readAll().startsWith("whsec_"));
}

QTEST_GUILESS_MAIN(TestFunctionServer)
#include "tst_function_server.moc"
