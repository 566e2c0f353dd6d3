#include "ui/common/tables.h"

#include <algorithm>
#include <cstdlib>

#include <QHeaderView>
#include <QHelpEvent>
#include <QLineEdit>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QToolTip>

#include "ui/common/labels.h"
#include "ui/common/sparkline.h"
#include "ui/common/theme.h"

namespace parley::ui {
namespace {

// The same in KeyedTableModel and RecentTableModel.
constexpr int kStateRole = Qt::UserRole + 2;
constexpr int kSamplesRole = Qt::UserRole + 3;
constexpr int kMutedRole = Qt::UserRole + 4;

constexpr int kMinLetters = 3; // a sign or two digits
constexpr int kScrollBar = 11; // as wide as the sheet makes it, pixels
constexpr int kCellPadding = 20; // left and right together, pixels: 9 of the sheet and the frame

// Digits are about as wide as most letters are; averageCharWidth() counts capitals that are rare.
int letters(const QTableView &table, int count)
{
    return count * table.fontMetrics().horizontalAdvance(QLatin1Char('0')) + kCellPadding;
}

// As wide as all of its columns, so that a splitter gives it room for each of them.
class Table final : public QTableView
{
public:
    using QTableView::QTableView;

    void setColumnsWidth(int width) { m_columnsWidth = width; }

    QSize sizeHint() const override
    {
        return {m_columnsWidth + 2 * frameWidth() + kScrollBar, QTableView::sizeHint().height()};
    }

private:
    int m_columnsWidth = 0;
};

int titleWidth(const QTableView &table, int column)
{
    auto font = table.font();
    font.setWeight(QFont::DemiBold); // as the sheet has it
    const auto title = table.model()->headerData(column, Qt::Horizontal).toString();
    return QFontMetrics(font).horizontalAdvance(title) + kCellPadding;
}

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
            paintSparkline(painter, option.rect.adjusted(6, 5, -6, -5),
                           samples.value<QList<double>>(), themeColors(option.palette).accent);
        }
    }

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override
    {
        if (event->type() != QEvent::ToolTip)
            return QStyledItemDelegate::helpEvent(event, view, option, index);
        QToolTip::showText(event->globalPos(), plainToolTip(index.data(Qt::ToolTipRole).toString()),
                           view);
        return true;
    }

    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto state = index.data(kStateRole).toString();
        if (!state.isEmpty()) {
            option->text = stateSign(state) + QLatin1Char(' ') + option->text;
            setTextColor(*option, stateColor(state, option->palette));
        } else if (index.data(kMutedRole).toBool()) {
            setTextColor(*option, themeColors(option->palette).muted);
        }
    }

private:
    // The same on a chosen row: its surface is pale enough for all of our text colours.
    static void setTextColor(QStyleOptionViewItem &option, const QColor &color)
    {
        option.palette.setColor(QPalette::Text, color);
        option.palette.setColor(QPalette::HighlightedText, color);
    }
};

QTableView *makeTable(QAbstractItemModel *model, const QList<int> &widths, const QString &name,
                      QWidget *parent)
{
    auto *table = new Table(parent);
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
    int total = 0;
    for (int column = 0; column < widths.size(); ++column) {
        if (widths.at(column) <= 0)
            header->setSectionResizeMode(column, QHeaderView::Stretch);
        const int wanted
            = std::max(letters(*table, std::max(kMinLetters, std::abs(widths.at(column)))),
                       titleWidth(*table, column));
        header->resizeSection(column, wanted);
        total += wanted;
    }
    table->setColumnsWidth(total);
    for (int column = int(widths.size()); column < model->columnCount(); ++column)
        table->hideColumn(column);
    return table;
}

void chooseRow(QTableView &table, int row)
{
    const auto *header = table.horizontalHeader();
    for (int column = 0; column < header->count(); ++column) {
        if (header->isSectionHidden(column))
            continue;
        table.setCurrentIndex(table.model()->index(row, column));
        return;
    }
}

void chooseWanted(QTableView &table, const QSortFilterProxyModel &shown, int wanted)
{
    if (wanted >= 0)
        chooseRow(table, shown.mapFromSource(shown.sourceModel()->index(wanted, 0)).row());
    else if (!table.currentIndex().isValid() && shown.rowCount() > 0)
        chooseRow(table, 0);
}

void filterRows(QSortFilterProxyModel &shown, QAbstractItemModel &model, const QLineEdit &filter)
{
    shown.setSourceModel(&model);
    shown.setFilterKeyColumn(-1);
    shown.setFilterCaseSensitivity(Qt::CaseInsensitive);
    QObject::connect(&filter, &QLineEdit::textChanged, &shown,
                     &QSortFilterProxyModel::setFilterFixedString);
}

} // namespace parley::ui
