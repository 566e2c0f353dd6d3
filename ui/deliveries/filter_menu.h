#pragma once

#include <QToolButton>

#include "ui/deliveries/saved_filters.h"

namespace parley::ui {

class DeliveryFilterBar;

// The button behind the filters: chooses one that was kept, keeps the one that is set, forgets
// one. Thread: GUI.
class FilterMenu final : public QToolButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FilterMenu)

public:
    //! \param bar borrowed; outlives the menu. \param settingsFile see SavedFilters.
    FilterMenu(DeliveryFilterBar &bar, const QString &settingsFile, QWidget *parent);

private:
    void fill();
    void askForName();

    DeliveryFilterBar &m_bar;
    SavedFilters m_filters;
};

} // namespace parley::ui
