#pragma once

#include <QList>
#include <QString>

#include "ui/common/kept_list.h"

namespace parley::ui {

// What the filter bar of deliveries was set to. Plain value.
struct FilterChoice {
    QString states{}; // as the box offers them; "": all
    QString status{};
    QString webhookId{};
    int minutes = 0; // 0: at any time
    QString line{};

    friend bool operator==(const FilterChoice &, const FilterChoice &) = default;
};

struct SavedFilter {
    QString name{};
    FilterChoice choice{};
};

// Filters that somebody kept under a name, in the window's settings. Thread: GUI.
class SavedFilters final
{
public:
    static constexpr int kMost = 30; // a menu that one looks through
    static constexpr int kLongestName = 40;

    explicit SavedFilters(const QString &file); // INI; "" keeps them for as long as this lives

    const QList<SavedFilter> &all() const { return m_filters; } // by name
    //! Replaces one of the same name. "" when it is kept, else why not: a sentence.
    QString keep(const QString &name, const FilterChoice &choice);
    void forget(const QString &name);

private:
    void write() const;
    void put(SavedFilter filter);

    KeptList m_kept;
    QList<SavedFilter> m_filters{};
};

} // namespace parley::ui
