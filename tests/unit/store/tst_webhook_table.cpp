#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "server/store/tables.h"

using namespace parley;

namespace {

const std::string kSecret = "whsec_C2FVsBQIhrscChlQIMV";
const std::string kMomentoSecret = "momento_key_4711";

SecretBox boxOf(char filler)
{
    return *SecretBox::create(std::string(SecretBox::kKeyBytes, filler));
}

Webhook webhook(const std::string &id, const std::string &url)
{
    Webhook made{.id = id, .key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    made.url = url;
    made.credentials.secret = kSecret;
    made.credentials.momentoSecret = kMomentoSecret;
    return made;
}

} // namespace

class tst_WebhookTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anotherKeyPausesAndOverwritesNothing();
    void noKeyPausesToo();
    void aDamagedSecretPausesThatWebhookOnly();
    void aSecretOfAnotherWebhookOpensNothing();
    void aFunctionGoesOnWithoutItsSecret();
    void withAKeyNoFileHoldsASecret();
    void plainTextOfAnOlderParleyIsSealedAndGone();
    void whatIsEnabledAgainGetsItsTimeAgain();

private:
    std::unique_ptr<Tables> open();
    std::unique_ptr<Tables> open(char filler);
    void execute(const char *sql);
    bool fileHolds(const std::string &text);

    std::unique_ptr<QTemporaryDir> m_directory;
    SystemRandom m_random;
};

void tst_WebhookTable::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

std::unique_ptr<Tables> tst_WebhookTable::open()
{
    auto tables = Tables::open(m_directory->path().toStdString());
    return tables ? std::make_unique<Tables>(std::move(*tables)) : nullptr;
}

std::unique_ptr<Tables> tst_WebhookTable::open(char filler)
{
    auto tables = open();
    if (tables && !tables->useKey(boxOf(filler), m_random))
        return nullptr;
    return tables;
}

void tst_WebhookTable::execute(const char *sql)
{
    auto raw = Database::open(m_directory->path().toStdString() + "/parley.db");
    QVERIFY(raw);
    QVERIFY(raw->execute(sql));
}

bool tst_WebhookTable::fileHolds(const std::string &text)
{
    for (const char *name : {"/parley.db", "/parley.db-wal"}) {
        QFile file(m_directory->path() + QLatin1String(name));
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text.c_str()))
            return true;
    }
    return false;
}

void tst_WebhookTable::anotherKeyPausesAndOverwritesNothing()
{
    QVERIFY(open('k')->webhooks().put(webhook("whk_1", "https://example.org/")));
    {
        const auto tables = open('o');
        QCOMPARE(*tables->webhooks().sealPlainSecrets(), std::size_t{0});
        const auto all = *tables->webhooks().all();
        QCOMPARE(all.size(), std::size_t{1});
        QCOMPARE(all[0].state, WebhookState::Paused);
        QVERIFY(all[0].stateReason.find("key in use is not the one") != std::string::npos);
        QVERIFY(all[0].credentials.secret.empty());
        QVERIFY(all[0].credentials.momentoSecret.empty());
        QVERIFY(tables->webhooks().change(all[0], false)); // settings, not secrets
        QVERIFY(
            tables->webhooks().put(webhook("whk_2", "https://example.org/"))); // with the new key
    }
    const auto all = *open('k')->webhooks().all();
    QCOMPARE(all.size(), std::size_t{2});
    QCOMPARE(all[0].state, WebhookState::Active);
    QCOMPARE(all[0].credentials.secret, kSecret);
    QCOMPARE(all[0].credentials.momentoSecret, kMomentoSecret);
    QCOMPARE(all[1].state, WebhookState::Paused);
}

void tst_WebhookTable::noKeyPausesToo()
{
    QVERIFY(open('k')->webhooks().put(webhook("whk_1", "https://example.org/")));
    const auto all = *open()->webhooks().all();
    QCOMPARE(all.size(), std::size_t{1});
    QCOMPARE(all[0].state, WebhookState::Paused);
    QVERIFY(all[0].credentials.secret.empty());
}

void tst_WebhookTable::aDamagedSecretPausesThatWebhookOnly()
{
    {
        const auto tables = open('k');
        QVERIFY(tables->webhooks().put(webhook("whk_1", "https://example.org/")));
        QVERIFY(tables->webhooks().put(webhook("whk_2", "https://example.org/")));
    }
    execute("UPDATE webhooks SET momento_secret = substr(momento_secret, 1, 40) "
            "WHERE id = 'whk_1'");
    const auto all = *open('k')->webhooks().all();
    QCOMPARE(all.size(), std::size_t{2});
    QCOMPARE(all[0].state, WebhookState::Paused);
    QVERIFY(all[0].stateReason.find("damaged") != std::string::npos);
    QVERIFY(all[0].credentials.secret.empty());
    QCOMPARE(all[1].state, WebhookState::Active);
    QCOMPARE(all[1].credentials.secret, kSecret);
}

void tst_WebhookTable::aSecretOfAnotherWebhookOpensNothing()
{
    {
        const auto tables = open('k');
        QVERIFY(tables->webhooks().put(webhook("whk_1", "https://example.org/")));
        QVERIFY(tables->webhooks().put(webhook("whk_2", "https://example.org/")));
    }
    execute("UPDATE webhooks SET secret = (SELECT secret FROM webhooks WHERE id = 'whk_2') "
            "WHERE id = 'whk_1'");
    execute("UPDATE webhooks SET secret = momento_secret WHERE id = 'whk_2'");
    const auto all = *open('k')->webhooks().all();
    QCOMPARE(all.size(), std::size_t{2});
    for (const Webhook &each : all) {
        QCOMPARE(each.state, WebhookState::Paused);
        QVERIFY(each.credentials.secret.empty());
    }
}

void tst_WebhookTable::aFunctionGoesOnWithoutItsSecret()
{
    QVERIFY(open('k')->webhooks().put(webhook("whk_1", "function:room")));
    const auto all = *open('o')->webhooks().all();
    QCOMPARE(all.size(), std::size_t{1});
    QCOMPARE(all[0].state, WebhookState::Active);
    QVERIFY(all[0].credentials.secret.empty());
}

void tst_WebhookTable::withAKeyNoFileHoldsASecret()
{
    {
        const auto tables = open('k');
        QVERIFY(tables->webhooks().put(webhook("whk_1", "https://example.org/")));
        QVERIFY(!fileHolds(kSecret));
    }
    QVERIFY(fileHolds("whk_1"));
    QVERIFY(!fileHolds(kSecret));
    QVERIFY(!fileHolds(kMomentoSecret));
}

void tst_WebhookTable::plainTextOfAnOlderParleyIsSealedAndGone()
{
    QVERIFY(open()->webhooks().put(webhook("whk_1", "https://example.org/")));
    QVERIFY(fileHolds(kSecret)); // the search finds what is there
    {
        const auto tables = open('k');
        QVERIFY(tables->beginTask());
        QCOMPARE(*tables->webhooks().sealPlainSecrets(), std::size_t{1});
        tables->endTask(true);
        QVERIFY(tables->commit());
        QVERIFY(tables->checkpoint());
        QCOMPARE(*tables->webhooks().sealPlainSecrets(), std::size_t{0});
        QCOMPARE((*tables->webhooks().all())[0].credentials.secret, kSecret);
    }
    QVERIFY(!fileHolds(kSecret));
    QVERIFY(!fileHolds(kMomentoSecret));
    QCOMPARE((*open('k')->webhooks().all())[0].state, WebhookState::Active);
}

void tst_WebhookTable::whatIsEnabledAgainGetsItsTimeAgain()
{
    const auto tables = open('k');
    WebhookTable &table = tables->webhooks();
    Webhook changed = webhook("whk_9", "https://a.example/");
    const auto failures = [&] {
        const auto all = *table.all();
        for (const Webhook &one : all)
            if (one.id == "whk_9")
                return one.failures.count;
        return std::uint64_t{404};
    };
    QVERIFY(table.put(changed));
    const WebhookFailures many{20, fromEpochMilliseconds(1000)};
    QVERIFY(table.setFailures("whk_9", many));
    changed.name = "another name";
    QVERIFY(table.change(changed, false));
    QCOMPARE(failures(), std::uint64_t{20});
    QVERIFY(table.change(changed, true)); // made active
    QCOMPARE(failures(), std::uint64_t{0});
    QVERIFY(table.setFailures("whk_9", many));
    changed.url = "https://b.example/";
    QVERIFY(table.change(changed, false));
    QCOMPARE(failures(), std::uint64_t{0});
}

QTEST_GUILESS_MAIN(tst_WebhookTable)
#include "tst_webhook_table.moc"
