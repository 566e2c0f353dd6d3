#include "ui/views/height_index.h"

#include <bit>

namespace parley::ui {
namespace {

constexpr std::size_t lowestBit(std::size_t i)
{
    return i & (~i + 1);
}

} // namespace

void HeightIndex::setHeight(int index, int height)
{
    auto &held = m_heights[std::size_t(index)];
    const qint64 more = height - held;
    held = height;
    m_total += more;
    for (auto i = std::size_t(index) + 1; more != 0 && i < m_tree.size(); i += lowestBit(i))
        m_tree[i] += more;
}

void HeightIndex::insert(int first, const std::vector<int> &heights)
{
    m_heights.insert(m_heights.begin() + first, heights.begin(), heights.end());
    rebuild(std::size_t(first));
}

void HeightIndex::remove(int first, int count)
{
    m_heights.erase(m_heights.begin() + first, m_heights.begin() + first + count);
    rebuild(std::size_t(first));
}

void HeightIndex::clear()
{
    *this = {};
}

qint64 HeightIndex::top(int index) const
{
    qint64 sum = 0;
    for (auto i = std::size_t(index); i > 0; i -= lowestBit(i))
        sum += m_tree[i];
    return sum;
}

int HeightIndex::indexAt(qint64 y) const
{
    if (m_heights.empty())
        return -1;
    std::size_t before = 0; // lines that end at or above y
    for (auto step = std::bit_floor(m_heights.size()); step > 0; step /= 2) {
        const auto next = before + step;
        if (next < m_tree.size() && m_tree[next] <= y) {
            before = next;
            y -= m_tree[next];
        }
    }
    return int(qMin(before, m_heights.size() - 1));
}

void HeightIndex::rebuild(std::size_t from)
{
    // Lines before `from` are unchanged, and so are the nodes that end there. Each node is the sum
    // of its own line and of the nodes below it: appending one line costs O(log n).
    m_tree.resize(m_heights.size() + 1);
    for (auto i = from + 1; i < m_tree.size(); ++i) {
        qint64 sum = m_heights[i - 1];
        for (std::size_t step = 1; step < lowestBit(i); step *= 2)
            sum += m_tree[i - step];
        m_tree[i] = sum;
    }
    m_total = top(count());
}

} // namespace parley::ui
