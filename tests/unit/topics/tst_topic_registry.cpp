#include <QTest>

#include "server/topics/topic_registry.h"

using namespace parley;

namespace {

Topic named(const char *name, const NamespaceName &nameSpace = NamespaceName::standard())
{
    return {.key = {nameSpace, *TopicName::parseAny(name)}};
}

} // namespace

class tst_TopicRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatIsThereAlready();
    void refusesAnUnknownNamespace();
    void aTopicMadeAnewHasALargerPage();
    void systemTopicsCannotBeRemoved();
    void aNamespaceWithTopicsStays();
    void theLimitIsTold();
};

void tst_TopicRegistry::refusesWhatIsThereAlready()
{
    TopicRegistry registry(5);
    const auto log = registry.create(named("friends"));
    QVERIFY(log);
    QCOMPARE((*log)->page(), std::uint64_t(5));
    QCOMPARE(registry.create(named("friends")).error().code, ErrorCode::AlreadyExists);
    QVERIFY(registry.create(named("Friends"))); // other bytes, another topic
    QCOMPARE(registry.find((*log)->key()), *log);
}

void tst_TopicRegistry::refusesAnUnknownNamespace()
{
    TopicRegistry registry(1);
    const auto other = *NamespaceName::parse("other");
    QCOMPARE(registry.create(named("friends", other)).error().code, ErrorCode::NotFound);
    QVERIFY(registry.createNamespace(other));
    QVERIFY(registry.create(named("friends", other)));
}

void tst_TopicRegistry::aTopicMadeAnewHasALargerPage()
{
    TopicRegistry registry(1);
    const auto first = *registry.create(named("friends"));
    QVERIFY(registry.remove(first->key()));
    QVERIFY(first->isClosed());
    QVERIFY(!registry.find(first->key()));
    const auto second = *registry.create(named("friends"));
    QVERIFY(second->page() > first->page());
    QCOMPARE(registry.remove(named("nobody").key).error().code, ErrorCode::NotFound);
}

void tst_TopicRegistry::systemTopicsCannotBeRemoved()
{
    TopicRegistry registry(1);
    QVERIFY(registry.create(named("$events/audit")));
    QCOMPARE(registry.remove(named("$events/audit").key).error().code, ErrorCode::NotFound);
    QVERIFY(registry.find(named("$events/audit").key));
    QCOMPARE(registry.size(), std::size_t(0));
    QCOMPARE(registry.all().size(), std::size_t(1));
}

void tst_TopicRegistry::aNamespaceWithTopicsStays()
{
    TopicRegistry registry(1);
    const auto other = *NamespaceName::parse("other");
    QVERIFY(registry.createNamespace(other));
    QCOMPARE(registry.createNamespace(other).error().code, ErrorCode::AlreadyExists);
    const auto log = *registry.create(named("friends", other));
    QCOMPARE(registry.removeNamespace(other).error().code, ErrorCode::FailedPrecondition);
    QVERIFY(registry.remove(log->key()));
    QVERIFY(registry.removeNamespace(other));
    QCOMPARE(registry.removeNamespace(NamespaceName::standard()).error().code,
             ErrorCode::FailedPrecondition);
}

void tst_TopicRegistry::theLimitIsTold()
{
    TopicRegistry registry(1);
    for (std::size_t i = 0; i < TopicRegistry::kMaxTopics; ++i)
        if (!registry.create(named(("t" + std::to_string(i)).c_str())))
            QFAIL("refused below the limit");
    QCOMPARE(registry.create(named("one-more")).error().code, ErrorCode::LimitExceeded);
    QVERIFY(registry.create(named("$events/audit"))); // the broker's own do not count
}

QTEST_APPLESS_MAIN(tst_TopicRegistry)
#include "tst_topic_registry.moc"
