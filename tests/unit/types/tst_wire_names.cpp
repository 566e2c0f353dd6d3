#include <set>
#include <string>

#include <QTest>

#include "server/types/attempt.h"
#include "server/types/delivery.h"
#include "server/types/durability.h"
#include "server/types/grant.h"
#include "server/types/webhook.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

// Words of the wire and of the store: each enumerator has one, and each comes back.
class tst_WireNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comeBack();
    void wordsOfTheDocument_data();
    void wordsOfTheDocument();
    void othersAreRefused();
};

namespace {

template <typename Enum, typename Parse>
void checkAll(int count, Parse parse)
{
    std::set<std::string_view> names;
    for (int i = 0; i < count; ++i) {
        const auto value = static_cast<Enum>(i);
        QVERIFY(names.insert(wireName(value)).second);
        const auto back = parse(wireName(value));
        QVERIFY(back);
        QVERIFY(*back == value);
    }
    for (const char *text : {" ", "Memory", "unknown ", "x"})
        QVERIFY(!parse(text));
}

} // namespace

void tst_WireNames::comeBack()
{
    checkAll<Durability>(3, durabilityFrom);
    checkAll<Role>(3, roleFrom);
    checkAll<DeliveryState>(7, deliveryStateFrom);
    checkAll<DeadReason>(7, deadReasonFrom);
    checkAll<Outcome>(int(Outcome::Unknown) + 1, outcomeFrom);
    checkAll<Trigger>(int(Trigger::Resend) + 1, triggerFrom);
    checkAll<BodyFormat>(2, bodyFormatFrom);
    checkAll<ScheduleName>(3, scheduleNameFrom);
    checkAll<AddressLevel>(3, addressLevelFrom);
    checkAll<WebhookState>(3, webhookStateFrom);
}

void tst_WireNames::wordsOfTheDocument_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QByteArray>("expected");

    const auto row = [](std::string_view word, const char *expected) {
        QTest::newRow(expected) << bytes(word) << QByteArray(expected);
    };
    row(wireName(Durability::Memory), "memory");
    row(wireName(Durability::Relaxed), "relaxed");
    row(wireName(Durability::Durable), "durable");
    row(wireName(Role::Publish), "publish");
    row(wireName(Role::Subscribe), "subscribe");
    row(wireName(Role::Both), "both");
    row(wireName(DeliveryState::Queued), "queued");
    row(wireName(DeliveryState::Sending), "sending");
    row(wireName(DeliveryState::Waiting), "waiting");
    row(wireName(DeliveryState::Held), "held");
    row(wireName(DeliveryState::Delivered), "delivered");
    row(wireName(DeliveryState::Dead), "dead");
    row(wireName(DeliveryState::Canceled), "canceled");
    row(wireName(BodyFormat::Momento), "momento");
    row(wireName(ScheduleName::Chat), "chat");
    row(wireName(AddressLevel::Public), "public");
    row(wireName(WebhookState::Active), "active");
    row(wireName(WebhookState::Paused), "paused");
}

void tst_WireNames::wordsOfTheDocument()
{
    QFETCH(QByteArray, word);
    QFETCH(QByteArray, expected);
    QCOMPARE(word, expected);
}

void tst_WireNames::othersAreRefused()
{
    QCOMPARE(durabilityFrom("Durable").error().code, ErrorCode::InvalidArgument);
    QCOMPARE(durabilityFrom(std::string("memory\0", 7)).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(roleFrom("").error().code, ErrorCode::InvalidArgument);
}

QTEST_APPLESS_MAIN(tst_WireNames)
#include "tst_wire_names.moc"
