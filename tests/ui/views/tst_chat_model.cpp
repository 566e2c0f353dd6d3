#include <QDateTime>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include "ui/views/chat_model.h"
#include "ui/views/height_index.h"

using namespace parley::ui;

namespace {

constexpr qint64 kDay = 24 * 3600 * 1000ll;

ChatEntry entry(int number, int day = 0)
{
    ChatEntry made;
    made.id = QString::number(number);
    made.text = QStringLiteral("text %1").arg(number);
    made.timeMs
        = QDateTime(QDate(2026, 11, 23), QTime(12, 0)).toMSecsSinceEpoch() + day * kDay + number;
    return made;
}

QStringList ids(const ChatModel &model)
{
    QStringList found;
    for (int i = 0; i < model.count(); ++i) {
        found.append(model.at(i).kind == ChatKind::DaySeparator       ? QStringLiteral("day")
                         : model.at(i).kind == ChatKind::UnreadMarker ? QStringLiteral("unread")
                                                                      : model.at(i).id);
        if (model.indexOf(model.at(i).id) != i)
            found.append(QStringLiteral("WRONG INDEX"));
    }
    return found;
}

QStringList list(std::initializer_list<const char *> words)
{
    QStringList made;
    for (const auto *word : words)
        made.append(QString::fromLatin1(word));
    return made;
}

} // namespace

class TestChatModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unknownIdsAreHarmless();
    void daysStandBetween();
    void aPageJoinsItsDay();
    void pendingBecomesTheModeratedCopy();
    void aCopyThatCameTwiceIsShownOnce();
    void boundsTextAndCount();
    void prependRefusesWhatDoesNotFit();
    void originalPerMessageAndRoom();
    void unreadMarkerMoves();
    void removingTheLastOfADayTakesTheSeparator();
    void indexesSurviveAnything();
    void heightsAgreeWithSums();
};

void TestChatModel::unknownIdsAreHarmless()
{
    ChatModel model;
    QSignalSpy changed(&model, &ChatModel::changed);
    QCOMPARE(model.indexOf(QString()), -1);
    QVERIFY(!model.find(QStringLiteral("x")));
    QVERIFY(!model.update(QStringLiteral("x"), entry(1)));
    QVERIFY(!model.remove(QStringLiteral("x")));
    model.toggleOriginal(QStringLiteral("x"));
    model.setUnreadMarker(QStringLiteral("x"), 3);
    model.append(QList<ChatEntry>{});
    QCOMPARE(model.prependPage({}), 0);
    QCOMPARE(model.count(), 0);
    QCOMPARE(changed.count(), 0);
}

void TestChatModel::daysStandBetween()
{
    ChatModel model;
    QSignalSpy inserted(&model, &ChatModel::inserted);
    model.append({entry(1), entry(2), entry(3, 1)});
    QCOMPARE(ids(model), list({"day", "1", "2", "day", "3"}));
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(inserted.at(0).at(1).toInt(), 5);
    model.append(entry(4, 0)); // a clock that goes back
    QCOMPARE(ids(model), list({"day", "1", "2", "day", "3", "day", "4"}));
}

void TestChatModel::aPageJoinsItsDay()
{
    ChatModel model;
    model.append({entry(10, 1), entry(11, 1)});
    QCOMPARE(model.prependPage({entry(7, 0), entry(8, 1), entry(9, 1), entry(10, 1)}), 3);
    QCOMPARE(ids(model), list({"day", "7", "day", "8", "9", "10", "11"}));
    QCOMPARE(model.prependPage({entry(7, 0)}), 0);
}

void TestChatModel::pendingBecomesTheModeratedCopy()
{
    ChatModel model;
    auto pending = entry(1);
    pending.id = QStringLiteral("client-1");
    pending.state = ChatState::Pending;
    model.append({pending, entry(2)});
    QSignalSpy changed(&model, &ChatModel::changed);
    auto copy = entry(50);
    copy.state = ChatState::Changed;
    QVERIFY(model.update(QStringLiteral("client-1"), copy));
    QCOMPARE(ids(model), list({"day", "50", "2"}));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0), (QVariantList{1, 1}));
    QCOMPARE(model.indexOf(QStringLiteral("client-1")), -1);
}

void TestChatModel::aCopyThatCameTwiceIsShownOnce()
{
    ChatModel model;
    model.append({entry(1), entry(1), entry(2)});
    model.append(entry(2));
    QCOMPARE(ids(model), list({"day", "1", "2"}));
    auto pending = entry(9);
    model.append(pending);
    QVERIFY(model.update(QStringLiteral("9"), entry(2))); // the copy overtook its receipt
    QCOMPARE(ids(model), list({"day", "1", "2"}));
}

void TestChatModel::boundsTextAndCount()
{
    ChatModel model;
    auto huge = entry(1);
    huge.text = QString(1024 * 1024, u'x');
    model.append(huge);
    QCOMPARE(model.at(1).text.size(), ChatModel::kMaxTextLength);
    QSignalSpy removed(&model, &ChatModel::removed);
    QList<ChatEntry> many;
    for (int i = 2; i < ChatModel::kMaxEntries + 100; ++i)
        many.append(entry(i));
    model.append(many);
    QCOMPARE(model.count(), ChatModel::kMaxEntries);
    QCOMPARE(removed.count(), 1);
    QCOMPARE(model.indexOf(QStringLiteral("1")), -1);
    QCOMPARE(model.indexOf(many.constLast().id), model.count() - 1);
}

void TestChatModel::prependRefusesWhatDoesNotFit()
{
    ChatModel model;
    QList<ChatEntry> many;
    for (int i = 1000; i < 1000 + ChatModel::kMaxEntries - 10; ++i)
        many.append(entry(i));
    model.append(many);
    const int added = model.prependPage({many.begin(), many.begin() + 5}); // all here already
    QCOMPARE(added, 0);
    QList<ChatEntry> page;
    for (int i = 0; i < 100; ++i)
        page.append(entry(i));
    const int fitted = model.prependPage(page);
    QVERIFY(fitted > 0 && fitted < 100);
    QVERIFY(model.count() <= ChatModel::kMaxEntries);
    QVERIFY(model.find(QStringLiteral("99"))); // the newest of the page
    QVERIFY(!model.find(QStringLiteral("0")));
}

void TestChatModel::originalPerMessageAndRoom()
{
    ChatModel model;
    auto translated = entry(1);
    translated.originalText = QStringLiteral("hola");
    model.append({translated, entry(2)});
    QSignalSpy changed(&model, &ChatModel::changed);
    model.toggleOriginal(QStringLiteral("1"));
    QCOMPARE(model.shownText(model.at(1)), QStringLiteral("hola"));
    model.toggleOriginal(QStringLiteral("2")); // has none
    QCOMPARE(changed.count(), 1);
    model.setRoomShowsOriginal(true);
    QCOMPARE(model.shownText(model.at(1)), QStringLiteral("hola"));
    QCOMPARE(model.shownText(model.at(2)), QStringLiteral("text 2"));
    model.toggleOriginal(QStringLiteral("1"));
    QCOMPARE(model.shownText(model.at(1)), QStringLiteral("text 1"));
}

void TestChatModel::unreadMarkerMoves()
{
    ChatModel model;
    model.append({entry(1), entry(2), entry(3)});
    model.setUnreadMarker(QStringLiteral("2"), 2);
    QCOMPARE(ids(model), list({"day", "1", "unread", "2", "3"}));
    model.setUnreadMarker(QStringLiteral("3"), 1);
    QCOMPARE(ids(model), list({"day", "1", "2", "unread", "3"}));
    model.clearUnreadMarker();
    model.clearUnreadMarker();
    QCOMPARE(ids(model), list({"day", "1", "2", "3"}));
}

void TestChatModel::removingTheLastOfADayTakesTheSeparator()
{
    ChatModel model;
    model.append({entry(1), entry(2, 1), entry(3, 2)});
    QVERIFY(model.remove(QStringLiteral("2")));
    QCOMPARE(ids(model), list({"day", "1", "day", "3"}));
    QVERIFY(model.remove(QStringLiteral("3")));
    QCOMPARE(ids(model), list({"day", "1"}));
    QVERIFY(model.remove(QStringLiteral("1")));
    QCOMPARE(model.count(), 0);
}

void TestChatModel::indexesSurviveAnything()
{
    ChatModel model;
    QRandomGenerator random(7);
    int next = 10'000;
    int oldest = 10'000;
    for (int step = 0; step < 2000; ++step) {
        const auto any = model.count() ? model.at(random.bounded(model.count())).id : QString();
        switch (random.bounded(5)) {
        case 0: model.append(entry(next++)); break;
        case 1:
            model.prependPage({entry(oldest - 2), entry(oldest - 1)});
            oldest -= 2;
            break;
        case 2: model.remove(any); break;
        case 3: model.setUnreadMarker(any, 1); break;
        case 4:
            model.append({entry(next), entry(next + 1, 1)});
            next += 2;
            break;
        }
    }
    QVERIFY(model.count() > 100);
    QVERIFY(!ids(model).contains(QStringLiteral("WRONG INDEX")));
}

void TestChatModel::heightsAgreeWithSums()
{
    HeightIndex index;
    QCOMPARE(index.indexAt(0), -1);
    QCOMPARE(index.top(0), qint64(0));
    std::vector<int> plain;
    QRandomGenerator random(11);
    for (int step = 0; step < 400; ++step) {
        const int at = plain.empty() ? 0 : random.bounded(int(plain.size()));
        if (step % 7 == 3 && plain.size() > 5) {
            index.remove(at, 1);
            plain.erase(plain.begin() + at);
        } else if (step % 3 == 0 && !plain.empty()) {
            plain[std::size_t(at)] = random.bounded(50);
            index.setHeight(at, plain[std::size_t(at)]);
        } else {
            const std::vector<int> fresh{random.bounded(50), 0, 30};
            index.insert(at, fresh);
            plain.insert(plain.begin() + at, fresh.begin(), fresh.end());
        }
        qint64 sum = 0;
        for (int i = 0; i < int(plain.size()); ++i) {
            QCOMPARE(index.top(i), sum);
            if (plain[std::size_t(i)] > 0) {
                QCOMPARE(index.indexAt(sum), i);
                QCOMPARE(index.indexAt(sum + plain[std::size_t(i)] - 1), i);
            }
            sum += plain[std::size_t(i)];
        }
        QCOMPARE(index.total(), sum);
        QCOMPARE(index.indexAt(sum + 1000), index.count() - 1);
    }
}

QTEST_GUILESS_MAIN(TestChatModel)
#include "tst_chat_model.moc"
