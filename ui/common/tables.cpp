#include "ui/common/tables.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/common/sparkline.h"
#include "ui/common/theme.h"

namespace parley::ui {
namespace {

// The same in KeyedTableModel and RecentTableModel.
constexpr int kStateRole = Qt::UserRole + 2;
constexpr int kSamplesRole = Qt::UserRole + 3;
constexpr int kMutedRole = Qt::UserRole + 4;

} // namespace

QString stateSign(const QString &state)
{
    if (state == QLatin1String("active") || state == QLatin1String("delivered"))
        return QStringLiteral("✓");
    if (state == QLatin1String("dead") || state == QLatin1String("revoked")
        || state == QLatin1String("disabled"))
        return QStringLiteral("✕");
    if (state == QLatin1String("paused") || state == QLatin1String("held"))
        return QStringLiteral("‖");
    if (state == QLatin1String("expired") || state == QLatin1String("canceled"))
        return QStringLiteral("–");
    return QStringLiteral("…"); // queued, sending, waiting
}

QColor stateColor(const QString &state, const QPalette &palette)
{
    const auto &colors = themeColors(palette);
    const auto sign = stateSign(state);
    if (sign == QStringLiteral("✓"))
        return colors.good;
    if (sign == QStringLiteral("✕"))
        return colors.bad;
    return sign == QStringLiteral("–") ? colors.muted : colors.warning;
}

class CellDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const auto samples = index.data(kSamplesRole);
        if (samples.isValid()) {
            const auto color = option.state & QStyle::State_Selected
                ? option.palette.color(QPalette::HighlightedText)
                : themeColors(option.palette).accent;
            paintSparkline(painter, option.rect.adjusted(6, 5, -6, -5),
                           samples.value<QList<double>>(), color);
        }
    }

    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto state = index.data(kStateRole).toString();
        if (!state.isEmpty()) {
            option->text = stateSign(state) + QLatin1Char(' ') + option->text;
            option->palette.setColor(QPalette::Text, stateColor(state, option->palette));
        } else if (index.data(kMutedRole).toBool()) {
            option->palette.setColor(QPalette::Text, themeColors(option->palette).muted);
        }
    }
};

QTableView *makeTable(QAbstractItemModel *model, const QList<int> &widths, const QString &name,
                      QWidget *parent)
{
    auto *table = new QTableView(parent);
    table->setModel(model);
    table->setAccessibleName(name);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setItemDelegate(new CellDelegate(table));
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTextElideMode(Qt::ElideRight);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 12);
    auto *header = table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setMinimumSectionSize(24);
    const int character = table->fontMetrics().averageCharWidth();
    for (int column = 0; column < widths.size(); ++column) {
        if (widths.at(column) == 0)
            header->setSectionResizeMode(column, QHeaderView::Stretch);
        else
            header->resizeSection(column, widths.at(column) * character + 16);
    }
    return table;
}

} // namespace parley::ui
