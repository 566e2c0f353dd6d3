#pragma once

#include <QAccessibleWidget>

#include "ui/views/log_row.h"
#include "ui/views/painted_parts.h"

namespace parley::ui {

class LogView;
class LogViewPrivate;

// LogView for screen readers: a table whose cells are made when they are asked for, by running
// number and column, so a million rows cost nothing. Every index is checked; a foreign one gives
// null, which is what Qt's own bridge expects. Thread: GUI.
class LogViewAccessible final : public QAccessibleWidget, public QAccessibleTableInterface
{
public:
    explicit LogViewAccessible(LogView *view);

    static void install(); // registers the factory; once is enough, more often does no harm
    static void focusMoved(LogView *view); // tells a screen reader that listens
    static void selectionMoved(LogView *view);
    static const LogViewPrivate &state(const LogView &view); // for the cells

    void *interface_cast(QAccessible::InterfaceType type) override;
    QString text(QAccessible::Text kind) const override;
    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;
    int indexOfChild(const QAccessibleInterface *child) const override;

    QAccessibleInterface *caption() const override { return nullptr; }
    QAccessibleInterface *summary() const override { return nullptr; }
    QAccessibleInterface *cellAt(int row, int column) const override;
    int selectedCellCount() const override;
    QList<QAccessibleInterface *> selectedCells() const override;
    QString columnDescription(int column) const override;
    QString rowDescription(int) const override { return {}; }
    int selectedColumnCount() const override { return 0; }
    int selectedRowCount() const override;
    int columnCount() const override;
    int rowCount() const override;
    QList<int> selectedColumns() const override { return {}; }
    QList<int> selectedRows() const override;
    bool isColumnSelected(int) const override { return false; }
    bool isRowSelected(int row) const override;
    bool selectRow(int row) override;
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent *) override {}

    LogView *view() const;

private:
    //! Kept for a reader that walks; then made anew. More than selectedCells() hands out.
    static constexpr qsizetype kMaxCells = 8192;
    mutable PaintedParts<quint64> m_cells{kMaxCells}; // running number * columns + column
};

} // namespace parley::ui
