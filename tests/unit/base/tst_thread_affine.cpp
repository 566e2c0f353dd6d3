#include <thread>

#include <QTest>

#include "server/base/thread_affine.h"

using namespace parley;

class tst_ThreadAffine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstThreadThatAsksOwns();
    void mayBeBuiltElsewhere();
};

void tst_ThreadAffine::firstThreadThatAsksOwns()
{
    const ThreadAffine affine;
    QVERIFY(affine.isOwner());
    QVERIFY(affine.isOwner());
    bool foreign = true;
    std::thread([&] { foreign = affine.isOwner(); }).join();
    QVERIFY(!foreign);
    QVERIFY(affine.isOwner());
}

void tst_ThreadAffine::mayBeBuiltElsewhere()
{
    const ThreadAffine affine; // built here, first asked there
    bool other = false;
    std::thread([&] { other = affine.isOwner(); }).join();
    QVERIFY(other);
    QVERIFY(!affine.isOwner());
}

QTEST_APPLESS_MAIN(tst_ThreadAffine)
#include "tst_thread_affine.moc"
