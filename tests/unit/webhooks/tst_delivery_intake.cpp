#include "tests/unit/webhooks/engine_fixture.h"

using namespace parley;
using namespace parley::test;

// How messages become deliveries, stored with the feed's position.
class TestDeliveryIntake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatItCannotTake();
    void knowsWhatItHadBefore();
    void takesUpWhatWasStoredAgainstItsWord_data();
    void takesUpWhatWasStoredAgainstItsWord();
    void waitsForTheJournal();
    void reportsAJournalThatRefuses();
    void endsWhatIsTooMuchVisibly();
};

void TestDeliveryIntake::refusesWhatItCannotTake()
{
    EngineFixture f;
    f.offer(1, "whk_none");
    QVERIFY(f.lastOffer && !*f.lastOffer);
    QCOMPARE(f.lastOffer->error().code, ErrorCode::NotFound);
    Webhook disabled = f.webhook("http://127.0.0.1:1/");
    disabled.state = WebhookState::Disabled;
    f.engine->putWebhook(disabled);
    f.offer();
    QVERIFY(f.lastOffer && !*f.lastOffer);
    QCOMPARE(f.lastOffer->error().code, ErrorCode::FailedPrecondition);
    QVERIFY(f.journal->ids().empty());
}

void TestDeliveryIntake::knowsWhatItHadBefore()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    f.offer(3);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 3);
    f.sequence = 0; // a feed that crashed before it noted its position
    f.restart({f.webhook(endpoint.url())});
    f.offer(4);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 4);
    QCOMPARE(endpoint.requests().size(), 4);
    QCOMPARE(f.engine->attemptsUnderWay(), 0);
}

void TestDeliveryIntake::takesUpWhatWasStoredAgainstItsWord_data()
{
    QTest::addColumn<bool>("keepsOrder");
    QTest::newRow("no order") << false;
    QTest::newRow("in order") << true;
}

// One of the store's two files was written, the other was not: an error, and yet they are there.
void TestDeliveryIntake::takesUpWhatWasStoredAgainstItsWord()
{
    QFETCH(const bool, keepsOrder);
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.settings.ordering = keepsOrder ? Ordering::Endpoint : Ordering::None;
    f.engine->putWebhook(webhook);
    f.journal->loseAnswers(1);
    f.offer(3);
    QTRY_VERIFY(f.lastOffer && !*f.lastOffer);
    f.sequence = 0; // the feed offers them again
    f.offer(3);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 3);
    QCOMPARE(endpoint.requests().size(), 3);
    f.offer(2);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 5);
    QCOMPARE(f.engine->health(webhook.id)->at(webhook.id).open, std::uint64_t{0});
}

void TestDeliveryIntake::waitsForTheJournal()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    f.offer();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 1);
    f.journal->freeze();
    f.offer(3); // never stored, as far as anybody knows
    QTest::qWait(0);
    QCoreApplication::processEvents();
    QCOMPARE(endpoint.requests().size(), 1);
    QVERIFY(!f.lastOffer);
}

void TestDeliveryIntake::reportsAJournalThatRefuses()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    f.journal->failWrites(1);
    f.offer(3);
    QTRY_VERIFY(f.lastOffer);
    QCOMPARE(f.lastOffer->error().code, ErrorCode::StorageFailed);
    QCOMPARE(endpoint.connections(), 0);
    QCOMPARE(f.engine->attemptsUnderWay(), 0);
    f.sequence = 0; // the feed comes again
    const auto ids = f.offer(3);
    QTRY_COMPARE(endpoint.requests().size(), 3);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 3);

    endpoint.hold();
    const std::string id = f.offer().front();
    QTRY_COMPARE(endpoint.requests().size(), 4);
    f.journal->failWrites(1); // what came of the attempt cannot be stored at first
    endpoint.release();
    QTRY_COMPARE(f.observer.states[id].back(), DeliveryState::Delivered);
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    QCOMPARE(endpoint.requests().size(), 4);
}

// An endpoint that is away for long fills its queue; those who publish do not notice, and nothing
// disappears.
void TestDeliveryIntake::endsWhatIsTooMuchVisibly()
{
    EngineFixture f;
    Webhook webhook = f.webhook("http://127.0.0.1:1/");
    webhook.state = WebhookState::Paused;
    f.engine->putWebhook(webhook);
    constexpr int kWaiting = static_cast<int>(Endpoint::kMaxOpen);
    f.offer(kWaiting - 1);
    QTRY_VERIFY(f.lastOffer && *f.lastOffer);
    const auto ids = f.offer(3);
    QTRY_VERIFY(f.lastOffer && *f.lastOffer);
    QCOMPARE(name(f.state(ids[0])), name(DeliveryState::Queued));
    for (const std::size_t dead : {std::size_t{1}, std::size_t{2}}) {
        QCOMPARE(name(f.state(ids[dead])), name(DeliveryState::Dead));
        QCOMPARE(name(f.reason(ids[dead])), name(DeadReason::Overflow));
        QCOMPARE(f.observer.states[ids[dead]], (std::vector{DeliveryState::Dead}));
        QVERIFY(!f.journal->delivery(ids[dead]).body.empty()); // a person may send it again
    }
    QVERIFY(f.journal->position("whk_1") == (Position{1, kWaiting + 2}));
}

QTEST_GUILESS_MAIN(TestDeliveryIntake)
#include "tst_delivery_intake.moc"
