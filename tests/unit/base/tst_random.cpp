#include <algorithm>
#include <array>
#include <vector>

#include <QTest>

#include "server/base/random.h"

using namespace parley;

class tst_Random : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unitStaysBelowOne_data();
    void unitStaysBelowOne();
    void systemFillsAll();
};

namespace {

struct Constant final : Random {
    explicit Constant(std::uint8_t byte) : value(byte) {}
    void fill(std::span<std::uint8_t> out) override { std::fill(out.begin(), out.end(), value); }
    std::uint8_t value;
};

} // namespace

void tst_Random::unitStaysBelowOne_data()
{
    QTest::addColumn<int>("byte");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");

    QTest::newRow("all zero") << 0 << 0.0 << 0.0;
    QTest::newRow("half") << 0x80 << 0.5 << 0.502;
    QTest::newRow("all one") << 0xff << 0.999999 << 0.99999999999999999;
}

void tst_Random::unitStaysBelowOne()
{
    QFETCH(int, byte);
    QFETCH(double, low);
    QFETCH(double, high);

    Constant random(static_cast<std::uint8_t>(byte));
    const double unit = random.unit();
    QVERIFY(unit >= low);
    QVERIFY(unit <= high);
    QVERIFY(unit < 1.0);
}

void tst_Random::systemFillsAll()
{
    SystemRandom random;
    // Each of 64 bytes must have changed in one of 20 fills; that all stay zero has odds of
    // 256^-20.
    std::array<bool, 64> changed{};
    for (int round = 0; round < 20; ++round) {
        std::vector<std::uint8_t> bytes(changed.size());
        random.fill(bytes);
        for (std::size_t i = 0; i < bytes.size(); ++i)
            changed[i] = changed[i] || bytes[i] != 0;
    }
    QVERIFY(std::all_of(changed.begin(), changed.end(), [](bool yes) { return yes; }));
}

QTEST_APPLESS_MAIN(tst_Random)
#include "tst_random.moc"
