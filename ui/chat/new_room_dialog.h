#pragma once

#include <QDialog>

#include "ui/common/page.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace parley::ui {

// Name and languages of a room to make. Thread: GUI.
class NewRoomDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NewRoomDialog)

public:
    NewRoomDialog(const PageContext &context, QWidget *parent);

Q_SIGNALS:
    void roomMade(const QString &name);

private:
    QWidget *makeLanguages();
    QStringList languages() const;
    void validate();
    void make();

    PageContext m_context;
    QLineEdit *m_name = nullptr;
    QList<QCheckBox *> m_languages{};
    QLabel *m_problem = nullptr;
    QPushButton *m_make = nullptr;
};

} // namespace parley::ui
