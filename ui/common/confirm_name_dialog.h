#pragma once

#include <functional>

#include <QDialog>

namespace parley::ui {

// Asks to type a name before something that others use right now goes away (rule C10).
// Thread: GUI. Opens by itself and goes when it is answered.
class ConfirmNameDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConfirmNameDialog)

public:
    ConfirmNameDialog(const QString &warning, const QString &name, const QString &action,
                      std::function<void()> confirmed, QWidget *parent,
                      std::function<void()> declined = {});
};

} // namespace parley::ui
