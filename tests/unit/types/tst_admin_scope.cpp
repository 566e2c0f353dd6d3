#include <QTest>

#include "server/types/admin_scope.h"

using namespace parley;

class tst_AdminScope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsTheDefault();
    void areasAreApart();
    void coversWhatIsNotWider();
    void namesGoThereAndBack();
};

void tst_AdminScope::nothingIsTheDefault()
{
    const AdminScope none;
    QVERIFY(none.isEmpty());
    for (const AdminArea area : kAdminAreas)
        QVERIFY(!none.allows(area, AdminAccess::Read));
}

void tst_AdminScope::areasAreApart()
{
    for (const AdminArea area : kAdminAreas)
        for (const auto access : {AdminAccess::Read, AdminAccess::Write}) {
            AdminScope scope;
            scope.set(area, access);
            for (const AdminArea other : kAdminAreas) {
                QCOMPARE(scope.allows(other, AdminAccess::Read), other == area);
                QCOMPARE(scope.allows(other, AdminAccess::Write),
                         other == area && access == AdminAccess::Write);
            }
        }
}

void tst_AdminScope::coversWhatIsNotWider()
{
    AdminScope reader;
    reader.set(AdminArea::Topics, AdminAccess::Read);
    AdminScope writer = reader;
    writer.set(AdminArea::Topics, AdminAccess::Write);
    AdminScope other;
    other.set(AdminArea::Logs, AdminAccess::Read);
    QVERIFY(!reader.covers(writer));
    QVERIFY(!writer.covers(other));
    QVERIFY(writer.covers(reader));
    QVERIFY(reader.covers({}));
}

void tst_AdminScope::namesGoThereAndBack()
{
    for (const AdminArea area : kAdminAreas)
        QCOMPARE(*adminAreaFrom(wireName(area)), area);
    QVERIFY(!adminAreaFrom("Topics"));
    QVERIFY(!adminAccessFrom("none")); // it is left out instead
    QCOMPARE(*adminAccessFrom("write"), AdminAccess::Write);
}

QTEST_APPLESS_MAIN(tst_AdminScope)
#include "tst_admin_scope.moc"
