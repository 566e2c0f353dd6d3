#include "ui/views/log_view_accessible.h"

#include <QHeaderView>

#include "ui/views/log_view.h"
#include "ui/views/log_view_p.h"

namespace parley::ui {
namespace {

constexpr int kMaxListedRows = 1000; // of a selection, for a reader that asks for all of it

} // namespace

// One cell. It outlives its row's stay in the log: then it is invalid and says nothing.
class LogCellAccessible final : public PaintedPart<LogView>, public QAccessibleTableCellInterface
{
public:
    LogCellAccessible(LogView *view, quint64 number, int column) :
        PaintedPart(view), m_number(number), m_column(column)
    {
    }

    bool isValid() const override { return view() && position().has_value(); }
    QAccessible::Role role() const override { return QAccessible::Cell; }

    QString text(QAccessible::Text kind) const override
    {
        const auto row = isValid() ? view()->row(m_number) : std::nullopt;
        if (!row || (kind != QAccessible::Name && kind != QAccessible::Value))
            return {};
        // The payload is what the focus goes to, so it speaks for the row.
        const bool whole = kind == QAccessible::Name && m_column == int(LogColumn::Payload);
        const auto &cells = LogViewAccessible::state(*view()).cells;
        return whole ? cells.spoken(*row) : cells.text(*row, LogColumn(m_column));
    }

    QRect rect() const override
    {
        const auto at = position();
        if (!at)
            return {};
        const auto &d = LogViewAccessible::state(*view());
        const int height = d.painter->rowHeight();
        const auto y = (qint64(*at) - qint64(d.window.top())) * height;
        const QRect cell(d.header->sectionViewportPosition(m_column), int(y),
                         d.header->sectionSize(m_column), height);
        return cell.translated(view()->viewport()->mapToGlobal(QPoint(0, 0)));
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        if (!view())
            return state;
        const auto &d = LogViewAccessible::state(*view());
        state.focusable = state.selectable = state.multiSelectable = true;
        state.readOnly = true;
        state.selected = d.cursor.selection().contains(m_number);
        state.focused = view()->hasFocus() && d.cursor.current() == m_number
            && m_column == int(LogColumn::Payload);
        const auto at = position();
        state.offscreen
            = !at || *at < d.window.top() || *at >= d.window.top() + d.window.pageRows();
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface
            ? static_cast<QAccessibleTableCellInterface *>(this)
            : nullptr;
    }
    bool isSelected() const override { return state().selected; }
    QList<QAccessibleInterface *> columnHeaderCells() const override { return {}; }
    QList<QAccessibleInterface *> rowHeaderCells() const override { return {}; }
    int columnIndex() const override { return m_column; }
    int rowIndex() const override { return int(position().value_or(0)); }
    int columnExtent() const override { return 1; }
    int rowExtent() const override { return 1; }
    QAccessibleInterface *table() const override { return parent(); }

private:
    std::optional<quint64> position() const
    {
        return view() ? LogViewAccessible::state(*view()).window.shown().positionOf(m_number)
                      : std::nullopt;
    }

    quint64 m_number;
    int m_column;
};

LogViewAccessible::LogViewAccessible(LogView *view) :
    QAccessibleWidget(view, QAccessible::Table, view->accessibleName())
{
}

void LogViewAccessible::install()
{
    installAccessible<LogView, LogViewAccessible>();
}

void LogViewAccessible::focusMoved(LogView *view)
{
    const auto position = state(*view).window.shown().positionOf(view->currentRow());
    if (!QAccessible::isActive() || !position)
        return;
    QAccessibleEvent focus(view, QAccessible::Focus);
    focus.setChild(int(*position) * kLogColumns + int(LogColumn::Payload));
    QAccessible::updateAccessibility(&focus);
}

void LogViewAccessible::selectionMoved(LogView *view)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent selection(view, QAccessible::SelectionWithin);
    QAccessible::updateAccessibility(&selection);
}

const LogViewPrivate &LogViewAccessible::state(const LogView &view)
{
    return *view.d;
}

LogView *LogViewAccessible::view() const
{
    return static_cast<LogView *>(widget());
}

void *LogViewAccessible::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TableInterface)
        return static_cast<QAccessibleTableInterface *>(this);
    return QAccessibleWidget::interface_cast(type);
}

QString LogViewAccessible::text(QAccessible::Text kind) const
{
    return kind == QAccessible::Name ? view()->accessibleName() : QAccessibleWidget::text(kind);
}

int LogViewAccessible::childCount() const
{
    return rowCount() * kLogColumns;
}

QAccessibleInterface *LogViewAccessible::child(int index) const
{
    return index < 0 ? nullptr : cellAt(index / kLogColumns, index % kLogColumns);
}

QAccessibleInterface *LogViewAccessible::childAt(int x, int y) const
{
    const auto point = view()->viewport()->mapFromGlobal(QPoint(x, y));
    if (!view()->viewport()->rect().contains(point))
        return nullptr;
    return cellAt(state(*view()).rowAtY(point.y()), view()->header()->logicalIndexAt(point.x()));
}

QAccessibleInterface *LogViewAccessible::focusChild() const
{
    const auto &shown = state(*view());
    const auto current = shown.window.shown().positionOf(shown.cursor.current());
    return cellAt(int(current.value_or(shown.window.top())), int(LogColumn::Payload));
}

int LogViewAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *cell = dynamic_cast<const LogCellAccessible *>(child);
    return cell && cell->isValid() ? cell->rowIndex() * kLogColumns + cell->columnIndex() : -1;
}

QAccessibleInterface *LogViewAccessible::cellAt(int row, int column) const
{
    if (row < 0 || row >= rowCount() || column < 0 || column >= kLogColumns)
        return nullptr;
    const auto number = state(*view()).window.shown().at(quint64(row));
    const auto key = number * quint64(kLogColumns) + quint64(column);
    return m_cells.at(key, [&] { return new LogCellAccessible(view(), number, column); });
}

int LogViewAccessible::selectedCellCount() const
{
    return selectedRowCount() * kLogColumns;
}

QList<QAccessibleInterface *> LogViewAccessible::selectedCells() const
{
    QList<QAccessibleInterface *> cells;
    for (const int row : selectedRows()) {
        for (int column = 0; column < kLogColumns; ++column)
            cells.append(cellAt(row, column));
    }
    return cells;
}

QString LogViewAccessible::columnDescription(int column) const
{
    return column < 0 || column >= kLogColumns ? QString() : LogCells::title(LogColumn(column));
}

int LogViewAccessible::selectedRowCount() const
{
    return int(selectedRows().size());
}

int LogViewAccessible::columnCount() const
{
    return kLogColumns;
}

int LogViewAccessible::rowCount() const
{
    return int(view()->shownRows());
}

QList<int> LogViewAccessible::selectedRows() const
{
    QList<int> rows;
    for (const auto number : view()->selectedRows(kMaxListedRows)) {
        if (const auto position = state(*view()).window.shown().positionOf(number))
            rows.append(int(*position));
    }
    return rows;
}

bool LogViewAccessible::isRowSelected(int row) const
{
    return row >= 0 && row < rowCount()
        && state(*view()).cursor.selection().contains(
            state(*view()).window.shown().at(quint64(row)));
}

bool LogViewAccessible::selectRow(int row)
{
    if (row < 0 || row >= rowCount())
        return false;
    view()->setCurrentRow(state(*view()).window.shown().at(quint64(row)));
    return true;
}

} // namespace parley::ui
