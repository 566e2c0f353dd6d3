#pragma once

#include <functional>

#include <QToolButton>

class QMenu;

namespace parley::ui {

class ProfileBook;
class ProfileSwitch;
class UndoBar;

// The broker that the window looks at, and the menu to look at another one. Thread: GUI.
class ProfileChooser final : public QToolButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileChooser)

public:
    //! All borrowed. \param place where tokens are kept, a sentence; asked when a dialog opens.
    ProfileChooser(ProfileBook &book, ProfileSwitch &profiles, UndoBar &undo,
                   std::function<QString()> place, QWidget *parent);

    void addProfile(); // by its dialog
    void showCurrent(); // anew: the theme is another one
    void editCurrent();

private:
    void fillMenu();
    //! \p problem: why its token is asked for again, a sentence; "" otherwise.
    void edit(const QString &id, const QString &problem = {});
    void showNotKept(const QString &name, const QString &problem);
    void removeCurrent();

    ProfileBook &m_book;
    ProfileSwitch &m_switch;
    UndoBar &m_undo;
    std::function<QString()> m_place;
    QMenu *m_menu = nullptr;
    QString m_removing{}; // an id that the undo bar may bring back
};

} // namespace parley::ui
