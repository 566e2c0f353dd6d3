#pragma once

#include <QString>
#include <QWidget>

namespace parley::ui {

class ActGuard;
class BrokerLink;
class Navigator;
class UndoBar;

// What every page may use. Borrowed: the window owns all of it and outlives the pages.
struct PageContext {
    BrokerLink &link;
    Navigator &navigator;
    UndoBar &undo;
    ActGuard &guard;
    QString settingsFile{}; // INI, for what a page remembers; never secrets; "" keeps nothing
};

// One entry of the rail. A page that is not shown asks the broker for nothing and paints nothing
// (rules C17, C18), except for what it counts. What a person works with first (a list, mostly) is
// its focus proxy. Thread: GUI.
class Page : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Page)

public:
    explicit Page(QWidget *parent = nullptr) : QWidget(parent) {}

    virtual bool hasData() const = 0; // it shows enough to tell somebody what it is for
    virtual void refresh() {} // F5, and each time the page is shown
};

} // namespace parley::ui
