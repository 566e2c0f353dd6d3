#include <condition_variable>
#include <mutex>

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include "server/store/store.h"

using namespace parley;

namespace {

// Collects the outcomes that the store's thread reports.
class Outcomes
{
public:
    Store::Done next()
    {
        return [this](Result<void> result) {
            std::lock_guard guard(m_lock);
            m_results.push_back(std::move(result));
            m_changed.notify_all();
        };
    }
    bool waitFor(std::size_t count)
    {
        std::unique_lock guard(m_lock);
        return m_changed.wait_for(guard, std::chrono::seconds(20),
                                  [&] { return m_results.size() >= count; });
    }
    const Result<void> &at(std::size_t index) const { return m_results[index]; }

private:
    std::mutex m_lock;
    std::condition_variable m_changed;
    std::vector<Result<void>> m_results;
};

// A source whose batch always fails, as a broken disk would make it.
struct BrokenSource final : BatchSource {
    Result<std::size_t> writeBatch(Tables &, std::size_t) override
    {
        return Error{ErrorCode::StorageFailed, "disk"};
    }
    void batchCommitted() override { ++committed; }
    void batchFailed(const Error &error) override { lastError = error.message; }
    Result<void> storeMended(Tables &) override { return Error{ErrorCode::StorageFailed, "disk"}; }

    int committed = 0;
    std::string lastError{};
};

Error refused()
{
    return {ErrorCode::FailedPrecondition, "no"};
}

} // namespace

class tst_Store : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFailedTaskIsUndoneAlone();
    void aFailedGroupAcknowledgesNothing();
    void whatWasHandedOverBeforeStopIsWritten();
    void afterStopItRefuses();
    void aNewerStoreIsRefusedUnharmed();
    void theLogIsFilledOnceAndBounded();
};

void tst_Store::aFailedTaskIsUndoneAlone()
{
    const QTemporaryDir directory;
    SilentLog silent;
    Outcomes outcomes;
    auto store = Store::open(directory.path().toStdString(), Log(silent, "test"));
    QVERIFY(store);
    (*store)->start();
    (*store)->write([](Tables &tables) { return tables.meta().set("kept", 1); }, outcomes.next());
    (*store)->write(
        [](Tables &tables) -> Result<void> {
            (void)tables.meta().set("undone", 1);
            return refused();
        },
        outcomes.next());
    QVERIFY(outcomes.waitFor(2));
    QVERIFY(outcomes.at(0));
    QCOMPARE(outcomes.at(1).error().code, ErrorCode::FailedPrecondition);
    (*store)->stop();
    QCOMPARE(*(*store)->tables().meta().value("kept", 0), std::int64_t(1));
    QCOMPARE(*(*store)->tables().meta().value("undone", 0), std::int64_t(0));
}

void tst_Store::aFailedGroupAcknowledgesNothing()
{
    const QTemporaryDir directory;
    SilentLog silent;
    Outcomes outcomes;
    BrokenSource source;
    auto store = Store::open(directory.path().toStdString(), Log(silent, "test"));
    QVERIFY(store);
    (*store)->setSource(source);
    (*store)->start();
    (*store)->write([](Tables &tables) { return tables.meta().set("lost", 1); }, outcomes.next());
    QVERIFY(outcomes.waitFor(1));
    QCOMPARE(outcomes.at(0).error().code, ErrorCode::StorageFailed);
    (*store)->write([](Tables &tables) { return tables.meta().set("later", 1); }, outcomes.next());
    QVERIFY(outcomes.waitFor(2));
    QVERIFY(!outcomes.at(1)); // it never says yes again
    (*store)->stop();
    QCOMPARE(source.committed, 0);
    QCOMPARE(source.lastError, std::string("disk"));
    QCOMPARE(*(*store)->tables().meta().value("lost", 0), std::int64_t(0));
}

void tst_Store::whatWasHandedOverBeforeStopIsWritten()
{
    const QTemporaryDir directory;
    SilentLog silent;
    Outcomes outcomes;
    constexpr std::size_t kTasks = 5000; // more than one group
    {
        auto store = Store::open(directory.path().toStdString(), Log(silent, "test"));
        QVERIFY(store);
        (*store)->start();
        for (std::size_t i = 0; i < kTasks; ++i)
            (*store)->write(
                [i](Tables &tables) {
                    return tables.meta().set("task", static_cast<std::int64_t>(i));
                },
                outcomes.next());
        (*store)->stop();
    }
    QVERIFY(outcomes.waitFor(kTasks));
    auto tables = Tables::open(directory.path().toStdString());
    QVERIFY(tables);
    QCOMPARE(*tables->meta().value("task", 0), std::int64_t(kTasks - 1));
}

void tst_Store::afterStopItRefuses()
{
    const QTemporaryDir directory;
    SilentLog silent;
    Outcomes outcomes;
    auto store = Store::open(directory.path().toStdString(), Log(silent, "test"));
    QVERIFY(store);
    (*store)->start();
    (*store)->stop();
    (*store)->write([](Tables &) { return Result<void>{}; }, outcomes.next());
    QVERIFY(outcomes.waitFor(1));
    QVERIFY(outcomes.at(0).error().retryable());
}

void tst_Store::aNewerStoreIsRefusedUnharmed()
{
    const QTemporaryDir directory;
    SilentLog silent;
    {
        auto file = Database::open(directory.path().toStdString() + "/parley.db");
        QVERIFY(file);
        QVERIFY(file->setVersion(999));
    }
    const auto store = Store::open(directory.path().toStdString(), Log(silent, "test"));
    QVERIFY(!store);
    QCOMPARE(store.error().code, ErrorCode::FailedPrecondition);
    auto file = Database::open(directory.path().toStdString() + "/parley.db");
    QVERIFY(file);
    QCOMPARE(file->version(), 999);
}

// 13 MB of messages go through it: what it holds is brought into the file again and again.
void tst_Store::theLogIsFilledOnceAndBounded()
{
    constexpr std::uint64_t kGroups = 200;
    constexpr qint64 kFilled = qint64(Database::kLogPages) * 4096;
    const QTemporaryDir directory;
    const auto logBytes = [&directory] {
        return QFileInfo(directory.filePath(QStringLiteral("messages.db-wal"))).size();
    };
    SilentLog silent;
    Outcomes outcomes;
    auto store = Store::open(directory.path().toStdString(), Log(silent, "test"));
    QVERIFY(store);
    (*store)->start();
    const TopicKey key{NamespaceName::standard(), *TopicName::parse("friends")};
    for (std::uint64_t i = 1; i <= kGroups; ++i) {
        (*store)->write(
            [&key, i](Tables &tables) -> Result<void> {
                const auto id = tables.messages().topicId(key);
                if (!id)
                    return id.error();
                PublishedMessage message{.key = key, .position = {1, i}};
                message.payload.bytes = std::string(MessageBlock::kUsualBytes, 'x');
                MessageBlock block;
                block.begin(*id);
                return block.add(message) ? tables.messages().append(block) : refused();
            },
            outcomes.next());
        QVERIFY(outcomes.waitFor(std::size_t(i)));
        QVERIFY(outcomes.at(std::size_t(i - 1)));
        QVERIFY2(logBytes() < 2 * kFilled, qPrintable(QString::number(logBytes())));
    }
    QVERIFY(logBytes() > kFilled);
    (*store)->stop();
    QCOMPARE(*(*store)->tables().messages().lastSequence(key, 1), kGroups);
}

QTEST_APPLESS_MAIN(tst_Store)
#include "tst_store.moc"
