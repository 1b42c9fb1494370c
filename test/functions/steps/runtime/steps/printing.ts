import console from 'node:console';

export default (): void => {
  console.log('one line');
};
