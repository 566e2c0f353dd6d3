#include "ui/models/line_difference.h"

#include <algorithm>
#include <vector>

#include <QStringList>

namespace parley::ui {
namespace {

// Lengths of the longest common part of what is left of both, from each pair of places on.
class CommonLengths
{
public:
    CommonLengths(const QStringList &a, const QStringList &b) :
        m_width(std::size_t(b.size()) + 1), m_lengths((std::size_t(a.size()) + 1) * m_width, 0)
    {
        for (qsizetype i = a.size() - 1; i >= 0; --i)
            for (qsizetype j = b.size() - 1; j >= 0; --j)
                m_lengths[place(i, j)] = a.at(i) == b.at(j) ? quint16(at(i + 1, j + 1) + 1)
                                                            : std::max(at(i + 1, j), at(i, j + 1));
    }
    quint16 at(qsizetype i, qsizetype j) const { return m_lengths[place(i, j)]; }

private:
    std::size_t place(qsizetype i, qsizetype j) const
    {
        return std::size_t(i) * m_width + std::size_t(j);
    }
    std::size_t m_width;
    std::vector<quint16> m_lengths;
};

QStringList linesOf(const QString &text)
{
    return text.isEmpty() ? QStringList() : text.split(u'\n').mid(0, kMaxDifferenceLines);
}

} // namespace

QList<DifferenceLine> lineDifference(const QString &before, const QString &after)
{
    using Kind = DifferenceLine::Kind;
    const QStringList a = linesOf(before);
    const QStringList b = linesOf(after);
    const CommonLengths common(a, b);
    QList<DifferenceLine> lines;
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a.at(i) == b.at(j)) {
            lines.append({Kind::Same, a.at(i++)});
            ++j;
        } else if (i < a.size() && (j == b.size() || common.at(i + 1, j) >= common.at(i, j + 1))) {
            lines.append({Kind::Removed, a.at(i++)});
        } else {
            lines.append({Kind::Added, b.at(j++)});
        }
    }
    return lines;
}

} // namespace parley::ui
