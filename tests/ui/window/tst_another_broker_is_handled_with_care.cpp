#include <QAbstractButton>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/fake_broker/demo_data.h"
#include "tests/ui/window/memory_secrets.h"
#include "ui/common/broker_link.h"
#include "ui/common/undo_bar.h"
#include "ui/settings/profile_list.h"
#include "ui/shell/main_window.h"
#include "ui/shell/profile_switcher.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;

// The window in front of a broker of its own and of a remote one.
class TestAnotherBrokerIsHandledWithCare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aReadOnlyOneIsSentNoChange();
    void aReadOnlyOneHidesWhatChanges();
    void aProductionOneAsksForItsName();
    void withoutATokenTheWindowAsksForIt();
    void removedAndUndoneTheTokenStays();

private:
    QString addProfile(const QString &name, bool readOnly, bool production);
    ProfileSwitcher &switcher() const { return *m_window->findChild<ProfileSwitcher *>(); }
    UndoBar &undo() const { return *m_window->findChild<UndoBar *>(); }
    QDialog *dialog() const;
    bool open(const QString &id);
    bool isShown(const QString &words) const;

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<test::FakeBroker> m_ours;
    std::unique_ptr<test::FakeBroker> m_remote;
    test::MemorySecrets m_secrets;
    std::unique_ptr<MainWindow> m_window;
};

void TestAnotherBrokerIsHandledWithCare::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_ours = std::make_unique<test::FakeBroker>();
    m_remote = std::make_unique<test::FakeBroker>();
    QVERIFY(m_ours->listen());
    QVERIFY(m_remote->listen());
    test::fillWithDemoData(*m_ours);
    test::fillWithDemoData(*m_remote);
    m_secrets.all.clear();
    AppContext context;
    context.brokerUrl = m_ours->url();
    context.ownerToken = test::FakeBroker::token();
    context.secrets = &m_secrets;
    context.settingsFile = m_directory->filePath(u"parley.ini"_s);
    m_window = std::make_unique<MainWindow>(context);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestAnotherBrokerIsHandledWithCare::cleanup()
{
    m_window.reset();
}

QString TestAnotherBrokerIsHandledWithCare::addProfile(const QString &name, bool readOnly,
                                                       bool production)
{
    ConnectionProfile profile;
    profile.id = ProfileList::newId();
    profile.name = name;
    profile.url = m_remote->url();
    profile.readOnly = readOnly;
    profile.production = production;
    m_secrets.all.insert(profile.tokenName(), test::FakeBroker::token());
    const_cast<ProfileList &>(switcher().profiles()).put(profile);
    return profile.id;
}

bool TestAnotherBrokerIsHandledWithCare::open(const QString &id)
{
    switcher().openProfile(id);
    return QTest::qWaitFor([&] { return switcher().current() != nullptr; });
}

QDialog *TestAnotherBrokerIsHandledWithCare::dialog() const
{
    for (auto *each : m_window->findChildren<QDialog *>())
        if (each->isVisible())
            return each;
    return nullptr;
}

bool TestAnotherBrokerIsHandledWithCare::isShown(const QString &words) const
{
    for (auto *button : m_window->findChildren<QAbstractButton *>())
        if (button->isVisible() && (button->text() == words || button->accessibleName() == words))
            return true;
    return false;
}

void TestAnotherBrokerIsHandledWithCare::aReadOnlyOneIsSentNoChange()
{
    client::AdminClient admin;
    admin.setAddress({m_remote->url(), test::FakeBroker::token(), {}, true});
    int changes = 0;
    for (const char *route : {"DELETE /v1/tokens/tok_1", "POST /v1/publish"})
        m_remote->answer(route, [&](const test::FakeBroker::Request &) {
            ++changes;
            return test::FakeBroker::Response{204, {}, {}};
        });
    std::optional<ErrorCode> refused;
    admin.revokeToken(u"tok_1"_s, this, [&](const auto &done) {
        refused = done ? ErrorCode::Internal : done.error().code;
    });
    QTRY_VERIFY(refused.has_value());
    QCOMPARE(*refused, ErrorCode::FailedPrecondition);
    bool isRead = false;
    admin.topics(this, [&](const auto &topics) { isRead = bool(topics); });
    QTRY_VERIFY(isRead);

    client::SocketClient socket;
    socket.open({m_remote->url(), test::FakeBroker::token(), {}, true});
    QTRY_COMPARE(socket.state(), client::SocketClient::State::Online);
    std::optional<ErrorCode> published;
    socket.publish({u"default"_s, u"friends"_s}, "x", true, this, [&](const auto &done) {
        published = done ? ErrorCode::Internal : done.error().code;
    });
    QTRY_VERIFY(published.has_value());
    QCOMPARE(*published, ErrorCode::FailedPrecondition);
    QCOMPARE(changes, 0);
}

void TestAnotherBrokerIsHandledWithCare::aReadOnlyOneHidesWhatChanges()
{
    m_window->showPage(u"topics"_s);
    QTRY_VERIFY(isShown(u"New topic"_s));
    QVERIFY(open(addProfile(u"prod & <b>eu</b>"_s, true, false)));
    QCOMPARE(m_window->windowTitle(), u"Parley — prod & <b>eu</b> (read-only)"_s);
    QVERIFY(!isShown(u"New topic"_s));
    m_window->showPage(u"webhooks"_s);
    QVERIFY(!isShown(u"New webhook"_s));
    switcher().openProfile({});
    QTRY_VERIFY(isShown(u"New webhook"_s));
    QCOMPARE(m_window->windowTitle(), u"Parley — local broker"_s);
}

void TestAnotherBrokerIsHandledWithCare::aProductionOneAsksForItsName()
{
    QVERIFY(open(addProfile(u"prod-eu"_s, false, true)));
    int done = 0;
    int undone = 0;
    undo().offer(
        u"Topic “a” is deleted"_s, [&] { ++done; }, [&] { ++undone; });
    QVERIFY(dialog());
    QVERIFY(!undo().isPending());
    dialog()->reject();
    QTRY_COMPARE(undone, 1);
    QTRY_VERIFY(!dialog());
    undo().offer(
        u"Topic “a” is deleted"_s, [&] { ++done; }, [&] { ++undone; });
    QVERIFY(dialog());
    auto *line = dialog()->findChild<QLineEdit *>();
    auto *go = dialog()->findChildren<QPushButton *>().last();
    QTest::keyClicks(line, u"prod-e"_s);
    QVERIFY(!go->isEnabled());
    QTest::keyClicks(line, u"u"_s);
    QVERIFY(go->isEnabled());
    go->click();
    QVERIFY(undo().isPending());
    undo().commitNow();
    QCOMPARE(done, 1);
    QTRY_VERIFY(!dialog());
    undo().doNow(u"The delivery is cancelled"_s, [&] { ++done; });
    QCOMPARE(done, 1);
    QVERIFY(dialog());
    dialog()->reject();
    switcher().openProfile({}); // the broker of this program asks nobody
    QTRY_VERIFY(switcher().current() == nullptr);
    undo().doNow(u"The delivery is cancelled"_s, [&] { ++done; });
    QCOMPARE(done, 2);
}

void TestAnotherBrokerIsHandledWithCare::withoutATokenTheWindowAsksForIt()
{
    const QString id = addProfile(u"prod"_s, false, false);
    m_secrets.all.clear();
    switcher().openProfile(id);
    QTRY_VERIFY(dialog());
    QVERIFY(switcher().current() == nullptr);
    dialog()->reject();
}

void TestAnotherBrokerIsHandledWithCare::removedAndUndoneTheTokenStays()
{
    const QString id = addProfile(u"prod"_s, false, true);
    QVERIFY(open(id));
    switcher().removeWithUndo(id);
    QVERIFY(switcher().profiles().all().isEmpty());
    QVERIFY(undo().isPending());
    undo().undoNow();
    QCOMPARE(switcher().profiles().all().size(), 1);
    QCOMPARE(m_secrets.all.size(), 1);
    switcher().removeWithUndo(id);
    undo().commitNow();
    QVERIFY(m_secrets.all.isEmpty());
}

QTEST_MAIN(TestAnotherBrokerIsHandledWithCare)
#include "tst_another_broker_is_handled_with_care.moc"
