#include <QTest>

#include "app/desktop/owner_token_keeper.h"

using namespace Qt::StringLiterals;
using namespace parley::app;

// Run by ctest with a keyring and without one; which functions suit which is in CMakeLists.txt.
class TestOwnerTokenKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isKeptInTheKeyring();
    void isKeptPerProfile();
    void isKeptForTheSessionWithoutAKeyring();

private:
    static QByteArray read(const QString &profile);
    static QString keep(const QString &profile, const QByteArray &token);
};

namespace {

constexpr int kPatienceMs = 20'000; // a keyring daemon that is just starting

} // namespace

QByteArray TestOwnerTokenKeeper::read(const QString &profile)
{
    OwnerTokenKeeper keeper(profile, nullptr);
    std::optional<QByteArray> token;
    keeper.read([&](const QByteArray &kept) { token = kept; });
    return QTest::qWaitFor([&] { return token.has_value(); }, kPatienceMs)
        ? *token
        : QByteArray("no answer");
}

QString TestOwnerTokenKeeper::keep(const QString &profile, const QByteArray &token)
{
    OwnerTokenKeeper keeper(profile, nullptr);
    std::optional<QString> state;
    keeper.keep(token, [&](const QString &said) { state = said; });
    return QTest::qWaitFor([&] { return state.has_value(); }, kPatienceMs) ? *state
                                                                           : u"no answer"_s;
}

void TestOwnerTokenKeeper::isKeptInTheKeyring()
{
    QCOMPARE(read(u"/data/one"_s), QByteArray());
    QCOMPARE(keep(u"/data/one"_s, "prl_live_first"), u"The owner token is kept in the keyring."_s);
    QCOMPARE(read(u"/data/one"_s), QByteArray("prl_live_first"));
    QCOMPARE(keep(u"/data/one"_s, "prl_live_second"), u"The owner token is kept in the keyring."_s);
    QCOMPARE(read(u"/data/one"_s), QByteArray("prl_live_second"));
}

void TestOwnerTokenKeeper::isKeptPerProfile()
{
    QCOMPARE(keep(u"/data/two"_s, "prl_live_of_two"), u"The owner token is kept in the keyring."_s);
    QCOMPARE(read(u"/data/three"_s), QByteArray());
    QCOMPARE(read(u"/data/two"_s), QByteArray("prl_live_of_two"));
}

void TestOwnerTokenKeeper::isKeptForTheSessionWithoutAKeyring()
{
    QCOMPARE(read(u"/data/one"_s), QByteArray());
    const QString state = keep(u"/data/one"_s, "prl_live_first");
    QVERIFY2(state.startsWith(u"No keyring"_s), qPrintable(state));
    QVERIFY2(state.contains(u"this session only"_s), qPrintable(state));
    QVERIFY2(!state.contains(u"prl_live_first"_s), "the sentence holds the token");
    QCOMPARE(read(u"/data/one"_s), QByteArray()); // and in no file either
}

QTEST_GUILESS_MAIN(TestOwnerTokenKeeper)
#include "tst_owner_token_keeper.moc"
