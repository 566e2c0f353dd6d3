#pragma once

#include <QTableView>

class QLineEdit;
class QSortFilterProxyModel;

namespace parley::ui {

// The look and manners of all tables: whole rows, no grid, fixed row height, no automatic sizing.
// Thread: GUI.

//! A cell with a state shows its sign and its word, so that colour is never the only difference;
//! one with samples a sparkline (roles of KeyedTableModel and RecentTableModel). \param widths of
//! the columns in characters, and at least as wide as their titles; -n takes what is left over and
//! asks for n (one column). Columns that it does not name are hidden. Sets
//! \p model.
QTableView *makeTable(QAbstractItemModel *model, const QList<int> &widths, const QString &name,
                      QWidget *parent);

//! Makes \p row the current one and selects it. QTableView::selectRow() looks for a column at the
//! edge of the view, and in a mirrored one finds none (Qt 6.4.2).
void chooseRow(QTableView &table, int row);

//! Chooses row \p wanted of what \p shown filters for \p table; -1: the first that is shown, when
//! none is chosen. A table that is shown always has a current row: without one it has nothing to
//! say to a screen reader, and the detail beside it stays blank.
void chooseWanted(QTableView &table, const QSortFilterProxyModel &shown, int wanted);

//! \p shown has the rows of \p model that hold, in any column, what stands in \p filter.
void filterRows(QSortFilterProxyModel &shown, QAbstractItemModel &model, const QLineEdit &filter);

//! The sign that stands before \p state ("✓", "✕", ...) and its colour.
QString stateSign(const QString &state);
QColor stateColor(const QString &state, const QPalette &palette);

} // namespace parley::ui
